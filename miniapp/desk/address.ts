import { useSyncExternalStore } from 'react';

/**
 * Where one is, after `#`: the queue, or one case by its number, which says nothing of a person. Nothing after `#` reaches a server.
 */
export type Place = { readonly at: 'queue' } | { readonly at: 'case'; readonly number: string };

const casePath = /^#\/cases\/(ZY\d{8}-\d{4,12})$/;

export const placeOf = (hash: string): Place => {
  const number = casePath.exec(hash)?.[1];
  return number ? { at: 'case', number } : { at: 'queue' };
};

export const queueAddress = '#/';
export const caseAddress = (number: string): string => `#/cases/${number}`;

export const go = (address: string): void => {
  location.hash = address;
};

const subscribe = (changed: () => void): (() => void) => {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
};

export const usePlace = (): Place => placeOf(useSyncExternalStore(subscribe, () => location.hash));
