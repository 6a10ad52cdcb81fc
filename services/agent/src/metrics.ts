import type { Agent } from "./agent.ts";

/** Prometheus text format 0.0.4. */
export function metricsOf(agent: Agent): string {
  const lines: string[] = [];
  const metric = (
    name: string,
    type: "gauge" | "counter",
    help: string,
    values: readonly (readonly [labels: Readonly<Record<string, string | number>>, value: number])[],
  ): void => {
    lines.push(`# HELP tallystick_agent_${name} ${help}`, `# TYPE tallystick_agent_${name} ${type}`);
    for (const [labels, value] of values) {
      const inner = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
      lines.push(`tallystick_agent_${name}${inner.length > 0 ? `{${inner.join(",")}}` : ""} ${value}`);
    }
  };
  const { book, chains, bitcoin } = agent;
  const seen = bitcoin ? [...chains, bitcoin] : chains;
  const phases = new Map<string, number>();
  for (const { phase } of book.swaps.values()) phases.set(phase, (phases.get(phase) ?? 0) + 1);
  metric("ready", "gauge", "Whether all chains are read.", [[{}, agent.isReady() ? 1 : 0]]);
  metric(
    "swaps",
    "gauge",
    "Swaps by how far they are.",
    [...phases].map(([phase, count]) => [{ phase }, count]),
  );
  metric("swaps_open", "gauge", "Swaps that have not ended.", [[{}, book.open().length]]);
  metric("locks_refused", "gauge", "Takers' locks that are not answered.", [[{}, agent.refused.size]]);
  metric("transactions", "gauge", "Transactions that are not deep yet.", [[{}, agent.underWay()]]);
  metric(
    "head_number",
    "gauge",
    "Newest block that enough endpoints have; absent while too few are alive.",
    seen.flatMap((chain) => {
      const head = chain.head();
      return head ? [[{ chain: chain.chainId }, head.number] as const] : [];
    }),
  );
  metric(
    "endpoints_alive",
    "gauge",
    "Endpoints that answer for the right chain, with a head that moves.",
    seen.map((chain) => [{ chain: chain.chainId }, chain.state().filter(({ isAlive }) => isAlive).length]),
  );
  metric(
    "rpc_calls_total",
    "counter",
    "Calls made to the endpoints of a chain.",
    seen.map((chain) => [{ chain: chain.chainId }, chain.calls()]),
  );
  metric("memory_bytes", "gauge", "Resident memory.", [[{}, process.memoryUsage().rss]]);
  return `${lines.join("\n")}\n`;
}
