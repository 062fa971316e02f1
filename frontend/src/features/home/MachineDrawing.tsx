import { useId } from 'react';

/**
 * An injection moulding machine, drawn like the figure of a patent: what goes in at 10 is sorted by 12, found in 14 and
 * comes out at 16. The numerals are explained in words beside it, so the drawing itself is silent.
 */
export function MachineDrawing({ className }: { className?: string }) {
  const hatch = useId();
  return (
    <svg className={className} viewBox="0 0 470 250" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden>
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="6" strokeWidth="1" />
        </pattern>
      </defs>
      <Bed />
      <Barrel />
      <Clamp hatch={`url(#${hatch})`} />
      <path d="M4 126h462" strokeWidth="0.75" strokeDasharray="16 4 3 4" />
      <Leaders />
    </svg>
  );
}

function Bed() {
  return (
    <>
      <rect x="10" y="212" width="444" height="13" />
      <path d="M28 225v15h30v-15M352 225v15h30v-15" />
      <path d="M36 155v57M50 155v57M90 146v66M104 146v66M284 182v30M300 182v30M410 182v30M426 182v30" />
    </>
  );
}

function Barrel() {
  return (
    <>
      <rect x="24" y="98" width="34" height="57" />
      <rect x="58" y="107" width="200" height="38" />
      <path d="M58 126h190" strokeWidth="4" />
      <path d="M70 140l9-28M88 140l9-28M106 140l9-28M124 140l9-28M142 140l9-28M160 140l9-28M178 140l9-28M196 140l9-28M214 140l9-28M232 140l9-28" />
      <path d="M258 112l24 9v10l-24 9" />
      <path d="M82 46h64l-20 42v19h-24V88z" />
      <g>
        <circle cx="97" cy="58" r="2.6" />
        <circle cx="110" cy="63" r="2.6" />
        <circle cx="121" cy="56" r="2.6" />
        <circle cx="132" cy="60" r="2.6" />
        <circle cx="106" cy="75" r="2.6" />
        <circle cx="118" cy="72" r="2.6" />
        <circle cx="113" cy="86" r="2.6" />
      </g>
    </>
  );
}

function Clamp({ hatch }: { hatch: string }) {
  return (
    <>
      <rect x="284" y="72" width="16" height="110" />
      <rect x="410" y="72" width="16" height="110" />
      <path d="M300 82h110M300 171h110" />
      <rect x="300" y="90" width="42" height="73" fill={hatch} />
      <path d="M352 90h54v20h-36v33h36v20h-54z" fill={hatch} />
      <path d="M342 108h12v7h14v22h-14v8h-12z" fill="var(--ip-act)" stroke="var(--ip-act)" />
      <path d="M426 116h30v20h-30" />
      <rect x="336" y="193" width="30" height="19" fill="var(--ip-act)" stroke="var(--ip-act)" />
    </>
  );
}

function Leaders() {
  const numeral = { fill: 'var(--ip-act)', stroke: 'none', fontSize: 18, fontWeight: 600 };
  return (
    <>
      <path
        d="M128 52c6-16 16-28 36-28M198 116c3-24 10-42 26-44M318 100c2-26 8-46 24-52M366 202c30 2 50 12 60 30"
        strokeWidth="1"
      />
      <text x="169" y="30" {...numeral}>
        10
      </text>
      <text x="229" y="78" {...numeral}>
        12
      </text>
      <text x="347" y="54" {...numeral}>
        14
      </text>
      <text x="430" y="247" {...numeral}>
        16
      </text>
    </>
  );
}
