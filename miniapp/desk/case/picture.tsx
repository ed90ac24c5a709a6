import { useEffect, useRef, useState } from 'react';
import { Tool } from '../ui/button';
import { fitScale, type Size, turned, turnedRight, type View, wholePicture, zoomed } from './zoom';

const centre = (room: HTMLElement): void => {
  room.scrollTo((room.scrollWidth - room.clientWidth) / 2, (room.scrollHeight - room.clientHeight) / 2);
};

/** Its room's size, kept up to date. */
const useSizeOf = (box: React.RefObject<HTMLElement | null>): Size => {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const watcher = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [box]);
  return size;
};

/**
 * One picture: whole at first; larger, smaller and turned by button, key (+ − 0 R) or wheel with Ctrl; moved by scrolling or dragging.
 */
export const Picture = ({ url, name }: { url: string; name: string }) => {
  const [view, setView] = useState<View>(wholePicture);
  const [natural, setNatural] = useState<Size | null>(null);
  const room = useRef<HTMLDivElement>(null);
  const grip = useRef<{ x: number; y: number } | null>(null);
  const roomSize = useSizeOf(room);

  const fit = natural && roomSize.width > 0 ? fitScale(natural, roomSize, view.turns) : 1;
  const scale = view.scale ?? fit;
  const zoom = (steps: number): void => setView(now => ({ ...now, scale: zoomed(now.scale ?? fit, steps) }));
  const turn = (): void => setView(turnedRight);
  const whole = (): void => setView(now => ({ ...now, scale: null }));

  // Looked at again from its middle whenever its size changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: scale and turns are what changed
  useEffect(() => {
    if (room.current) centre(room.current);
  }, [scale, view.turns]);

  // The wheel with Ctrl would zoom the whole window: only a listener that is not passive may prevent that.
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      setView(now => ({ ...now, scale: zoomed(now.scale ?? fit, event.deltaY < 0 ? 1 : -1) }));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [fit]);

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(1),
    '=': () => zoom(1),
    '-': () => zoom(-1),
    '0': whole,
    r: turn,
    R: turn,
  };
  const seen = natural ? turned(natural, view.turns) : null;
  return (
    <>
      <div className="evidence-tools" role="toolbar" aria-label="看图">
        <Tool name="缩小（键 −）" onClick={() => zoom(-1)}>
          −
        </Tool>
        <span className="note num evidence-scale" role="status" aria-label={`现在是原图的 ${Math.round(scale * 100)}%`}>
          {Math.round(scale * 100)}%
        </span>
        <Tool name="放大（键 +）" icon="plus" onClick={() => zoom(1)} />
        <Tool name="看整张（键 0）" onClick={whole}>
          整张
        </Tool>
        <Tool name="向右转 90 度（键 R）" onClick={turn}>
          旋转
        </Tool>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: no element of its own for a picture one moves about in */}
      <div
        className="evidence-room"
        ref={room}
        role="group"
        aria-label={`${name}，方向键移动，加减号缩放，R 旋转，0 看整张`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and takes keys
        tabIndex={0}
        onKeyDown={event => {
          const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
          if (!act) return;
          event.preventDefault();
          act();
        }}
        onPointerDown={event => {
          if (event.button !== 0) return;
          grip.current = { x: event.clientX, y: event.clientY };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={event => {
          if (!grip.current) return;
          event.currentTarget.scrollBy(grip.current.x - event.clientX, grip.current.y - event.clientY);
          grip.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerUp={() => {
          grip.current = null;
        }}
        onPointerCancel={() => {
          grip.current = null;
        }}
      >
        <div
          className="picture-room"
          style={seen ? { width: Math.max(seen.width * scale, 1), height: Math.max(seen.height * scale, 1) } : undefined}
        >
          <img
            className="picture"
            src={url}
            alt={name}
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => setNatural({ width, height })}
            style={
              natural
                ? {
                    width: natural.width * scale,
                    height: natural.height * scale,
                    transform: `translate(-50%, -50%) rotate(${view.turns * 90}deg)`,
                  }
                : { visibility: 'hidden' }
            }
          />
        </div>
      </div>
    </>
  );
};
