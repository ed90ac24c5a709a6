import type { ReactNode } from 'react';
import { useCity } from '../city';
import { useTitle } from '../use-title';

/** A form on paper in the middle of the desk. */
export const Door = ({ title, wide, children }: { title: string; wide?: boolean; children: ReactNode }) => {
  const city = useCity();
  const heading = useTitle<HTMLHeadingElement>(title);
  return (
    <main className="door">
      <div className={wide ? 'door-paper door-wide' : 'door-paper'}>
        <p className="door-name">
          {city ? `${city.officeName} · ${city.appName}工作台` : '城信工作台'} {city?.demo && <span className="demo">演示</span>}
        </p>
        <h1 className="door-title" ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
};
