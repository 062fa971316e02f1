import { encode } from 'uqr';
import css from './Security.module.css';

const QUIET_SQUARES = 4;

/** A QR code as one path, drawn here so that the secret goes nowhere else. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data: rows } = encode(text, { ecc: 'M', border: QUIET_SQUARES });
  const size = rows.length;
  const path = rows
    .flatMap((row, down) => row.map((isDark, right) => (isDark ? `M${right} ${down}h1v1h-1z` : '')))
    .join('');
  return (
    <svg className={css.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="var(--ip-surface)" />
      <path d={path} fill="var(--ip-ink)" />
    </svg>
  );
}
