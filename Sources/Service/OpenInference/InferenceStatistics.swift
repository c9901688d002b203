import HTTPMessages
import JSON

/// Counts and times by model: the statistics extension, which performance tools read before and after a run.
final class InferenceStatistics: Sendable {
  struct Total {
    var count = 0
    var time = Duration.zero

    mutating func add(_ time: Duration) {
      count += 1
      self.time += time
    }

    var json: JSONValue { ["count": .number(Double(count)), "ns": .number(Double(time.nanoseconds))] }
  }

  struct Model {
    var success = Total()
    var failure = Total()
    var queue = Total()
    var input = Total()
    var infer = Total()
    var output = Total()
    /// Milliseconds since 1970.
    var last = 0

    /// Of all its requests.
    var duration: Duration { success.time + failure.time + queue.time }
  }

  private let models = Lock<[String: Model]>([:])

  func succeeded(_ model: String, _ times: InferenceTimes) {
    models.withLock { models in
      models[model, default: Model()].success.add(times.total)
      models[model, default: Model()].input.add(times.input)
      models[model, default: Model()].infer.add(times.infer)
      models[model, default: Model()].output.add(times.output)
      models[model, default: Model()].last = WallClock.milliseconds
    }
  }

  /// Of each model that was asked.
  var totals: [String: Model] { models.withLock { $0 } }

  /// A request has waited for a worker.
  func waited(_ model: String, _ time: Duration) {
    models.withLock { $0[model, default: Model()].queue.add(time) }
  }

  func failed(_ model: String, _ time: Duration) {
    models.withLock { $0[model, default: Model()].failure.add(time) }
  }

  /// `{"model_stats": […]}` of one model, or of all.
  func json(of names: [String]) -> JSONValue {
    let models = models.withLock { $0 }
    return ["model_stats": .array(names.map { Self.json($0, models[$0] ?? Model()) })]
  }

  private static func json(_ name: String, _ model: Model) -> JSONValue {
    let none = Total().json
    return [
      "name": .string(name), "version": .string(OpenInferenceModel.version),
      "last_inference": .number(Double(model.last)),
      "inference_count": .number(Double(model.success.count)),
      "execution_count": .number(Double(model.success.count)),
      "inference_stats": [
        "success": model.success.json, "fail": model.failure.json, "queue": model.queue.json,
        "compute_input": model.input.json, "compute_infer": model.infer.json, "compute_output": model.output.json,
        "cache_hit": none, "cache_miss": none,
      ],
      "batch_stats": [], "memory_usage": [], "response_stats": [:],
    ]
  }
}

extension Duration {
  /// Whole nanoseconds.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds.multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ attoseconds / 1_000_000_000
  }
}
