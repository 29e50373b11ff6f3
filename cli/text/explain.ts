import { errorReasonOf } from '../../eight-by-eight/error-reasons.ts';
import { type ErrorAdvice, errorAdviceOf, type Party } from '../../lookup/error-advice.ts';
import { styled } from '../terminal/output.ts';
import { formatColumns } from '../terminal/table.ts';

const PARTIES: Readonly<Record<Party, string>> = {
  recipient: 'the recipient',
  sender: 'us, who sent the message',
  operator: "the recipient's operator",
  vendor: '8x8',
};

/** The output of `--json`. The advice is absent for 0 and for a code that the vendor does not document. */
export function explanationOf(errorCode: number): {
  readonly errorCode: number;
  readonly documented: boolean;
  readonly errorReason?: string;
} & Partial<ErrorAdvice> {
  const errorReason = errorReasonOf(errorCode);
  const documented = errorReason !== undefined || errorCode === 0;
  return { errorCode, documented, ...(errorReason && { errorReason }), ...errorAdviceOf(errorCode) };
}

export function explanationText(errorCode: number): string {
  if (errorCode === 0) return `${styled('bold', 'Error 0')}\n  8x8 sends it for no error.`;
  const reason = errorReasonOf(errorCode);
  const advice = errorAdviceOf(errorCode);
  if (reason === undefined || advice === undefined) {
    return `${styled('bold', `Error ${errorCode}`)}\n  8x8 does not document this code, so we cannot say what it means. Ask 8x8 support, with the umid of a message.`;
  }
  const { meaning, permanent, party, tell, action } = advice;
  return [
    `${styled('bold', `Error ${errorCode}: ${reason}`)}\n  Not delivered: ${meaning}.`,
    formatColumns([
      ['sent again', permanent ? 'it fails again, until somebody changes something' : 'it may arrive'],
      ['whose turn', PARTIES[party]],
      ['tell the recipient', tell],
      ['what to do', action],
    ]),
    '  8x8 names the error; the explanation is ours.',
  ].join('\n\n');
}
