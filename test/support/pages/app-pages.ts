interface AppConfig {
  readonly pages: readonly string[];
  readonly subPackages: readonly { readonly root: string; readonly pages: readonly string[] }[];
}

/** Every page of the mini-program, from the file Taro itself reads: `/tabs/home/index`. */
export const appPages = (): string[] => {
  // Taro puts this function there when it reads the file.
  (globalThis as { defineAppConfig?: (config: AppConfig) => AppConfig }).defineAppConfig = config => config;
  const { pages, subPackages } = (require('../../../miniapp/src/app.config') as { default: AppConfig }).default;
  return [...pages, ...subPackages.flatMap(({ root, pages: inside }) => inside.map(page => `${root}/${page}`))].map(page => `/${page}`);
};
