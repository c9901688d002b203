extension InferenceStatistics {
  /// Of each model that was asked under `/v2`, in the names of Triton Inference Server's metrics
  /// (https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md), so that dashboards made for that
  /// find them. Durations are microseconds there.
  func add(to text: inout ExpositionText) {
    let models = totals.sorted { $0.key < $1.key }
    let families: [(String, String, (Model) -> Double)] = [
      ("nv_inference_request_success", "Requests that were answered.", { Double($0.success.count) }),
      ("nv_inference_count", "Inferences.", { Double($0.success.count) }),
      ("nv_inference_request_duration_us", "Time of requests.", { $0.duration.microseconds }),
      ("nv_inference_queue_duration_us", "Time that requests waited.", { $0.queue.time.microseconds }),
      ("nv_inference_compute_input_duration_us", "Time of reading inputs.", { $0.input.time.microseconds }),
      ("nv_inference_compute_infer_duration_us", "Time of computing.", { $0.infer.time.microseconds }),
      ("nv_inference_compute_output_duration_us", "Time of writing outputs.", { $0.output.time.microseconds }),
    ]
    for (name, help, value) in families {
      text.header(name, "counter", help)
      for (model, total) in models { text.sample(name, ["model": model, "version": "1"], value(total)) }
    }
    text.header("nv_inference_request_failure", "counter", "Requests that were not answered.")
    for (model, total) in models where total.failure.count > 0 {
      text.sample("nv_inference_request_failure", ["model": model, "version": "1"], Double(total.failure.count))
    }
  }
}

extension Duration {
  fileprivate var microseconds: Double { (Double(nanoseconds) / 1000).rounded() }
}
