// Pages are whole when they arrive: no page needs a script to be read or posted.
export const csr = false;
