import { type ErrorCode, isKnownErrorCode } from '../eight-by-eight/error-reasons.ts';

/** Who can change something about the cause. `sender` is the company that sends the message. */
export type Party = 'recipient' | 'sender' | 'operator' | 'vendor';

/** What we say about an error. These are our words and our judgement, not the vendor's. */
export interface ErrorAdvice {
  /** Continues "Not delivered: …". */
  readonly meaning: string;
  /** Whether another attempt fails too, as long as nobody changes anything. */
  readonly permanent: boolean;
  readonly party: Party;
  /** What support can tell the recipient. */
  readonly tell: string;
  /** What the sender can do. */
  readonly action: string;
}

type Cause = Omit<ErrorAdvice, 'meaning'>;

const ASK_VENDOR = 'If it happens more often, ask 8x8 support, with a few umids.';
const SEND_AGAIN = 'Send the message again in some minutes.';
const OUR_MISTAKE = 'The message was not sent because of a mistake of ours. We correct it and send it again.';
const NETWORK_TROUBLE = 'The mobile network could not deliver the message. We try again.';

const CAUSES = {
  unreachable: {
    permanent: false,
    party: 'recipient',
    tell: 'Your phone could not be reached. Switch it on, check that it has a signal, and ask for the message again.',
    action: 'Send the message again later, or use another channel.',
  },
  number: {
    permanent: true,
    party: 'recipient',
    tell: 'We cannot reach this number. Please check it, or give us another one.',
    action: 'Ask for another number, and stop sending to this one.',
  },
  barred: {
    permanent: true,
    party: 'recipient',
    tell: 'Your mobile contract does not accept this message. Please ask your mobile operator to allow such messages.',
    action: 'Stop sending to this number until the recipient has asked the operator. Use another channel.',
  },
  phone: {
    permanent: false,
    party: 'recipient',
    tell: 'Your phone did not accept the message. Delete old messages, restart the phone, and ask for the message again.',
    action: 'Send the message again later, or use another channel.',
  },
  content: {
    permanent: true,
    party: 'sender',
    tell: 'The mobile network blocked the text of our message. We are looking into it.',
    action:
      'Change the text: filters look for links, names of brands and words of advertising. Ask 8x8 support which rule it broke.',
  },
  senderId: {
    permanent: true,
    party: 'sender',
    tell: OUR_MISTAKE,
    action: "Use a sender that is registered for the recipient's country. 8x8 support registers it.",
  },
  request: {
    permanent: true,
    party: 'sender',
    tell: OUR_MISTAKE,
    action: 'Correct the request to the SMS API: its number, text, length and parameters.',
  },
  fraud: {
    permanent: true,
    party: 'vendor',
    tell: 'Our provider blocked the message as a protection against fraud. We are looking into it.',
    action:
      'Look for many messages to one range of numbers: it may be an attack on your sign-up form. If it is not, ask 8x8 support to allow the number.',
  },
  credit: {
    permanent: true,
    party: 'sender',
    tell: OUR_MISTAKE,
    action: 'Top up the account at 8x8, then send the messages again.',
  },
  throttled: {
    permanent: false,
    party: 'sender',
    tell: 'Too many messages were under way. We send it again.',
    action: 'Send more slowly, or ask 8x8 support for a higher rate. Send the message again.',
  },
  operatorNow: {
    permanent: false,
    party: 'operator',
    tell: NETWORK_TROUBLE,
    action: `${SEND_AGAIN} ${ASK_VENDOR}`,
  },
  operatorRule: {
    permanent: true,
    party: 'operator',
    tell: 'Your mobile operator does not accept this message. We are looking into it.',
    action: 'Ask 8x8 support why the operator refuses the message, with the umid.',
  },
  vendorNow: {
    permanent: false,
    party: 'vendor',
    tell: 'Our provider could not send the message. We try again.',
    action: `${SEND_AGAIN} ${ASK_VENDOR}`,
  },
  pending: {
    permanent: false,
    party: 'operator',
    tell: 'The message is still under way.',
    action: 'Wait: another attempt is made without you. 8x8 may still send an update.',
  },
  unexplained: {
    permanent: false,
    party: 'operator',
    tell: NETWORK_TROUBLE,
    action: 'Nobody said why. Send the message once more; if it fails again, ask 8x8 support, with the umid.',
  },
} as const satisfies Readonly<Record<string, Cause>>;

const MEANINGS: Readonly<Record<ErrorCode, readonly [meaning: string, cause: keyof typeof CAUSES]>> = {
  1: ['the phone was off or out of reach', 'unreachable'],
  2: ['the text was refused', 'content'],
  3: ['the message lacked something that the network needs', 'request'],
  4: ['the network put off the delivery', 'pending'],
  5: ['the next network has not answered yet', 'pending'],
  7: ['the delivery failed, and no reason was given', 'unexplained'],
  8: ['the operator refused the message', 'operatorRule'],
  9: ["the phone did not understand the network's protocol", 'phone'],
  10: ['a system between 8x8 and the operator failed', 'vendorNow'],
  11: ['too many messages were sent to the number in a short time', 'throttled'],
  12: ["the operator's register of phones did not answer", 'operatorNow'],
  13: ['the SIM card or the phone is blocked by the operator', 'barred'],
  14: ['a system of 8x8 or of the operator failed', 'vendorNow'],
  15: ['the number is wrong, or no longer in use', 'number'],
  16: ['the format of the message was wrong', 'request'],
  17: ['the message was too long', 'request'],
  18: ['a parameter of the message was wrong', 'request'],
  19: ['the sender is not allowed there', 'senderId'],
  20: ['the message was cancelled before it was sent', 'request'],
  21: ['the memory of the phone was full', 'phone'],
  22: ['the first attempt failed, and another one follows', 'pending'],
  23: ["the operator's network failed", 'operatorNow'],
  24: ['the age of the recipient is not verified', 'barred'],
  25: ['the network or the recipient broke off the delivery', 'operatorNow'],
  26: ["the recipient's contract does not accept such messages", 'barred'],
  27: ['the operator refuses the message', 'operatorRule'],
  28: ['the phone cannot receive the message', 'number'],
  29: ['the phone did not accept the message', 'phone'],
  30: ['the number moved to another operator, and was not found there', 'operatorNow'],
  31: ['the charge for the message could not be made', 'barred'],
  32: ['the recipient is abroad, and the network there refused the message', 'unreachable'],
  33: ['there was no way to the operator', 'vendorNow'],
  34: ['a filter of the operator or of 8x8 refused the message', 'content'],
  35: ["the operator's system was overloaded", 'operatorNow'],
  36: ['the phone could not be reached before the message expired', 'unreachable'],
  37: ['the number cannot receive SMS', 'number'],
  38: ['the message was built wrongly', 'request'],
  39: ['the operator cancelled the message', 'operatorRule'],
  40: ["the operator's system failed", 'operatorNow'],
  41: ["the operator's system refused the message", 'operatorRule'],
  42: ['the account at 8x8 had no credit left', 'credit'],
  43: ['a spam filter blocked the message', 'content'],
  44: ["the recipient's mobile contract is blocked or has no credit", 'barred'],
  45: ['the phone was busy with another message', 'unreachable'],
  46: ['the phone could not be reached', 'unreachable'],
  47: ['the phone could not be reached for a time', 'unreachable'],
  48: ['a system on the way failed', 'operatorNow'],
  49: ['the networks of two operators did not understand each other', 'operatorNow'],
  50: ['messages were sent faster than allowed', 'throttled'],
  51: ['the network did not answer in time', 'operatorNow'],
  52: ['the answer of the network could not be read', 'operatorNow'],
  53: ['the network did not expect a value of the message', 'request'],
  54: ['something unexpected happened on the way', 'unexplained'],
  55: ['the operator does not know the recipient', 'number'],
  56: ['the network does not know what became of the message', 'unexplained'],
  57: ['the network gave no reason', 'unexplained'],
  58: ["the operator's system was not found", 'operatorNow'],
  59: ['the number is not in use', 'number'],
  60: ['a filter blocked the text', 'content'],
  61: ['the session with the network ended too early', 'operatorNow'],
  99: ['8x8 blocked the message as a protection against fraud', 'fraud'],
};

/** Our advice about an error code; undefined for no error, and for a code that the vendor does not document. */
export function errorAdviceOf(errorCode: number | undefined): ErrorAdvice | undefined {
  if (errorCode === undefined || !isKnownErrorCode(errorCode)) return undefined;
  const [meaning, cause] = MEANINGS[errorCode];
  return { meaning, ...CAUSES[cause] };
}
