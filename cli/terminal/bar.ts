const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar as long as its share of the width, to an eighth of a character; a share above none is always seen. */
export function barOf(share: number, width: number): string {
  const eighths = share > 0 ? Math.max(1, Math.round(Math.min(share, 1) * width * 8)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}
