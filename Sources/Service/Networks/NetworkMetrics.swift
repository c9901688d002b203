import Operations

extension NetworkStatistics {
  /// Pictures and the time of each stage, by network.
  func add(to text: inout ExpositionText) {
    let all = all
    text.header("focald_network_pictures_total", "counter", "Pictures that a network has seen.")
    for (network, times) in all {
      text.sample("focald_network_pictures_total", ["network": network], Double(times.pictures))
    }
    text.header(
      "focald_network_stage_seconds_total", "counter", "Time of each stage from a picture's file to its boxes.")
    for (network, times) in all {
      for stage in Stage.allCases {
        text.sample(
          "focald_network_stage_seconds_total", ["network": network, "stage": stage.rawValue],
          times.seconds[stage] ?? 0)
      }
    }
  }
}
