const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

type Labels = Record<string, string>;
type Histogram = { counts: number[]; sum: number; total: number };

export type Metrics = {
  request(route: string, method: string, status: number, seconds: number): void;
  bytes(direction: "in" | "out", count: number): void;
  grant(paid: boolean): void;
  denial(code: string): void;
  /** Registers a value that is read when the metrics are asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** Prometheus text format 0.0.4. */
  render(): Promise<string>;
};

const PREFIX = "tallystick_gateway_";

function line(name: string, labels: Labels, value: number): string {
  const inner = Object.entries(labels).map(([key, text]) => `${key}="${text.replace(/[\\"\n]/g, "_")}"`);
  return `${PREFIX}${name}${inner.length > 0 ? `{${inner.join(",")}}` : ""} ${value}`;
}

function header(name: string, type: string, help: string): string[] {
  return [`# HELP ${PREFIX}${name} ${help}`, `# TYPE ${PREFIX}${name} ${type}`];
}

function renderHistogram(route: string, { counts, sum, total }: Histogram): string[] {
  const name = "request_seconds";
  return [
    ...BUCKETS.map((le, i) => line(`${name}_bucket`, { route, le: String(le) }, counts[i] ?? 0)),
    line(`${name}_bucket`, { route, le: "+Inf" }, total),
    line(`${name}_sum`, { route }, sum),
    line(`${name}_count`, { route }, total),
  ];
}

export function createMetrics(): Metrics {
  const requests = new Map<string, { labels: Labels; count: number }>();
  const latencies = new Map<string, Histogram>();
  const denials = new Map<string, number>();
  const gauges: { name: string; help: string; read: () => number | Promise<number> }[] = [];
  const moved = { in: 0, out: 0 };
  let grants = 0;
  let paidGrants = 0;

  return {
    request(route, method, status, seconds) {
      const labels = { route, method, code: String(status) };
      const key = `${route} ${method} ${status}`;
      const seen = requests.get(key);
      if (seen) seen.count += 1;
      else requests.set(key, { labels, count: 1 });

      const histogram = latencies.get(route) ?? { counts: BUCKETS.map(() => 0), sum: 0, total: 0 };
      BUCKETS.forEach((le, i) => {
        if (seconds <= le) histogram.counts[i] = (histogram.counts[i] ?? 0) + 1;
      });
      histogram.sum += seconds;
      histogram.total += 1;
      latencies.set(route, histogram);
    },
    bytes(direction, count) {
      moved[direction] += count;
    },
    grant(paid) {
      grants += 1;
      if (paid) paidGrants += 1;
    },
    denial(code) {
      denials.set(code, (denials.get(code) ?? 0) + 1);
    },
    gauge(name, help, read) {
      gauges.push({ name, help, read });
    },
    async render() {
      const lines = [
        ...header("requests_total", "counter", "Requests answered."),
        ...[...requests.values()].map(({ labels, count }) => line("requests_total", labels, count)),
        ...header("request_seconds", "histogram", "Time from request to the end of the answer."),
        ...[...latencies].flatMap(([route, histogram]) => renderHistogram(route, histogram)),
        ...header("bytes_total", "counter", "Bytes of content received and sent."),
        line("bytes_total", { direction: "in" }, moved.in),
        line("bytes_total", { direction: "out" }, moved.out),
        ...header("grants_total", "counter", "Key requests granted."),
        line("grants_total", {}, grants),
        ...header("paid_grants_total", "counter", "Key requests granted for a payment by use."),
        line("paid_grants_total", {}, paidGrants),
        ...header("denials_total", "counter", "Key requests denied, by code."),
        ...[...denials].map(([code, count]) => line("denials_total", { code }, count)),
      ];
      for (const { name, help, read } of gauges) {
        lines.push(...header(name, "gauge", help), line(name, {}, await read()));
      }
      return `${lines.join("\n")}\n`;
    },
  };
}
