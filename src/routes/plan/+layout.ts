// The browser does not see the folder that these pages stand in, so no answer may send it there.
export const trailingSlash = 'ignore';
