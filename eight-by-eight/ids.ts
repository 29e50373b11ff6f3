/** The form of the vendor's ids. */

/** The id of a message, anywhere in a text. The vendor documents a UUID. */
export const UMID_IN_TEXT = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

export const UMID = new RegExp(`^${UMID_IN_TEXT.source}$`, 'i');

/** The id of an account: 32 hexadecimal digits, dashes allowed. */
export const ACCOUNT_ID = /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i;

/** The id of a sub-account, which its owner chooses: 3 to 50 of these characters. */
export const SUB_ACCOUNT_ID = /^[\w.&-]{3,50}$/;
