import HTTPMessages
import HTTPServer
import Logging
import Operations
import Service

// Where the program meets the API: the only file that knows both.

/// Of an answer's text: 17 digits, sign, point, exponent and comma.
private let bytesPerNumber = 24

/// What answers requests, and what else observes them.
func makeService(
  _ settings: Settings, _ status: ServerStatus, _ networks: NetworkStore, _ log: Logger
) -> (handler: any HTTPHandler, admin: any HTTPHandler, observers: [any HTTPServerObserver]) {
  var configuration = ServiceConfiguration()
  configuration.answerElementLimit = max(1, settings[Settings.outputLimit] / bytesPerNumber)
  configuration.bodyLimit = settings[Settings.bodyLimit]
  configuration.compressAbove = settings[Settings.compressAbove]
  configuration.crossOrigins = settings[Settings.corsOrigins]
  configuration.allowsSharedMemory = settings[Settings.systemSharedMemory]
  configuration.networks = networks
  let service = Service(
    configuration: configuration,
    load: {
      status.load.map {
        ServerLoad(
          active: $0.active, queued: $0.queued, queueLimit: $0.queueLength, computing: $0.computing,
          workers: $0.workers, isDraining: !status.isReady, unseenHeads: $0.unseenHeads, connections: $0.connections,
          connectionLimit: $0.connectionLimit, memory: $0.memory,
          memoryLimit: $0.memoryLimit, logLinesDropped: status.logLinesDropped)
      }
    },
    isDraining: { !status.isReady })
  return (service, service.admin, [MetricsObserver(metrics: service.metrics)])
}

/// Counts every request in `/metrics`.
private struct MetricsObserver: HTTPServerObserver {
  let metrics: Metrics

  func began(_ head: HTTPRequestHead) {}

  func ended(_ record: HTTPExchangeRecord) {
    metrics.record(
      RequestRecord(
        route: record.route, method: record.head.method.rawValue, status: record.statusCode ?? 0,
        duration: record.duration, bytesIn: record.bytesIn, bytesOut: record.bytesOut, model: record.model,
        queueWait: record.queueWait, workerTime: record.workerTime, trace: record.head.trace))
  }
}

/// The operations, as the terminal shows them.
func catalogueEntries() -> [CatalogueEntry] {
  OperationDescription.all.map { operation in
    CatalogueEntry(
      id: operation.id, summary: operation.summary, formula: operation.formula, request: operation.request,
      source: operation.source, sections: operation.sections.map { ($0.title, $0.rows) }, example: operation.example,
      json: operation.json)
  }
}
