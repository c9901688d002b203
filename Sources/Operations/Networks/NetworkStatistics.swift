import HTTPMessages

/// How long the stages of networks took, by network: sums and counts.
package final class NetworkStatistics: Sendable {
  /// A part of the way from a picture's file to boxes.
  package enum Stage: String, Sendable, CaseIterable {
    /// File to pixels.
    case decode
    /// Pixels to the network's input.
    case resize
    /// Backbone and feature pyramid.
    case backbone
    /// Subnets.
    case heads
    /// Heads to boxes, or to a loss.
    case postprocess
  }

  /// A network's pictures, and the seconds of each stage.
  package struct Times: Sendable {
    package var pictures = 0
    package var seconds: [Stage: Double] = [:]
  }

  private let times = Lock<[String: Times]>([:])

  /// Statistics of nothing yet.
  package init() {}

  func add(_ seconds: Double, to stage: Stage, of network: String) {
    times.withLock { times in
      times[network, default: Times()].seconds[stage, default: 0] += seconds
      if stage == .backbone { times[network, default: Times()].pictures += 1 }
    }
  }

  /// All of them, in the order of the names.
  package var all: [(network: String, times: Times)] {
    times.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
  }
}

extension NamedNetwork {
  /// Runs `body` and counts its time.
  func measured<Result>(_ stage: NetworkStatistics.Stage, _ body: () throws(Problem) -> Result) throws(Problem)
    -> Result
  {
    let start = ContinuousClock.now
    let result = try body()
    statistics.add((ContinuousClock.now - start) / .seconds(1), to: stage, of: name)
    return result
  }
}
