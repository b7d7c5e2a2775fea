import { aroundPage } from '../public/reader.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => aroundPage(locals, url.pathname);
