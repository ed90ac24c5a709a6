import { useEffect, useRef } from 'react';

/** The window's title, and the focus on the page's heading when one comes to it, so that a reader hears where one is. */
export const useTitle = <T extends HTMLElement>(title: string, ready = true) => {
  const heading = useRef<T>(null);
  useEffect(() => {
    document.title = `${title} · 城信工作台`;
  }, [title]);
  useEffect(() => {
    if (ready) heading.current?.focus({ preventScroll: true });
  }, [ready]);
  return heading;
};
