/** One thing the process needs. `needed`: without it no request can be answered, so /readyz is 503. */
export interface Dependency {
  readonly name: string;
  readonly needed: boolean;
  /** null: up. Otherwise what is wrong, one line for operators, no personal data. May throw or hang. */
  readonly check: () => Promise<string | null>;
}

export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'down';
  readonly down: readonly string[];
  readonly dependencies: Readonly<Record<string, { readonly state: 'up' | 'down'; readonly detail: string | null }>>;
}

const patienceMs = 1500;

const look = async ({ check }: Dependency): Promise<string | null> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<string>(resolve => {
      timer = setTimeout(() => resolve(`no answer within ${patienceMs} ms`), patienceMs);
    });
    return await Promise.race([check(), late]);
  } catch (error) {
    return error instanceof Error ? error.name : 'failed';
  } finally {
    clearTimeout(timer);
  }
};

/** Asks every dependency at once and says which one is down. A city platform that is down degrades: kept copies and lists still work. */
export const readReadiness = async (dependencies: readonly Dependency[], stopping: boolean): Promise<Readiness> => {
  const details = await Promise.all(dependencies.map(look));
  const seen = dependencies.map((dependency, at) => ({ ...dependency, detail: details[at] ?? null }));
  const down = seen.filter(({ detail }) => detail !== null);
  const unable = stopping || down.some(({ needed }) => needed);
  return {
    status: unable ? 'down' : down.length > 0 ? 'degraded' : 'ready',
    down: [...down.map(({ name }) => name), ...(stopping ? ['stopping'] : [])],
    dependencies: Object.fromEntries(seen.map(({ name, detail }) => [name, { state: detail === null ? 'up' : 'down', detail }])),
  };
};
