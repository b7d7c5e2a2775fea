import { aroundPage } from './reader.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'public, max-age=0, must-revalidate' });
  return aroundPage(locals, url.pathname);
};
