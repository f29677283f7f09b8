//! A web site of somebody else, which means harm: any page, at the addresses 127.0.0.1 and localhost.

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class ForeignSite {
  private constructor(
    private readonly server: Server,
    private readonly pages: Map<string, string>,
  ) {}

  static async start(): Promise<ForeignSite> {
    const pages = new Map<string, string>();
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(pages.get(request.url ?? '') ?? '');
    });
    await once(server.listen(0), 'listening');
    return new ForeignSite(server, pages);
  }

  /** Publishes a page; `host` decides whether browsers call it the same site as ours. */
  publish(host: '127.0.0.1' | 'localhost', html: string): string {
    const path = `/${this.pages.size}`;
    this.pages.set(path, `<!doctype html><title>x</title>${html}`);
    return `http://${host}:${(this.server.address() as AddressInfo).port}${path}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
