import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type AnchorButtonProps = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'style' | 'color'>;

function AnchorButton({ ref, ...props }: AnchorButtonProps & { ref?: Ref<HTMLAnchorElement> }) {
  return <Button component="a" ref={ref} {...props} />;
}

/** A link that looks like a button: it goes somewhere, so it opens in a new tab and can be copied. */
export const ButtonLink = createLink(AnchorButton);
