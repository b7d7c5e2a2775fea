import { error } from '@sveltejs/kit';

export const load = () => error(404, 'There is no such page.');
