import COneDNN
import DetectionCore

/// A run of a plan: its steps in order, on the network thread.
struct PlanRun {
  let plan: Plan
  let picture: UnsafePointer<Float>
  let logits: UnsafeMutablePointer<Float>
  let deltas: UnsafeMutablePointer<Float>
  /// At least `plan.workSize` bytes.
  let memory: UnsafeMutableRawPointer

  /// Runs all steps. The answer: how long each stage took, in seconds.
  func perform(deadline: Deadline) throws(NetworkError) -> [Double] {
    let clock = ContinuousClock()
    var seconds = Array(repeating: 0.0, count: Step.Stage.allCases.count)
    var last = clock.now
    for step in plan.steps {
      guard !deadline.isOver else { throw NetworkError(.deadlineExceeded, "the time was over") }
      try run(step)
      let now = clock.now
      seconds[step.stage.rawValue] += (now - last) / .seconds(1)
      last = now
    }
    return seconds
  }

  private func run(_ step: Step) throws(NetworkError) {
    let (from, to) = (source(step.from), destination(step.to))
    switch step.work {
    case .convolution(let layer, let weights, let bias):
      try layer.run(places(from, to, weights: weights.start, bias: bias.floats))
    case .layer(let layer): try layer.run(places(from, to))
    case .rectification(.float32, let count):
      onednn_rectify(Self.numbers(from), Self.numbers(to), count)
    case .rectification(.bfloat16, let count):
      onednn_rectify_bfloat16(Self.numbers(from), Self.numbers(to), count)
    case .narrowing(let count): onednn_narrow(Self.numbers(from), Self.numbers(to), count)
    case .upsampling(let source, let result):
      onednn_upsample(map(source), map(result), Int32(source.channels), source.numbers.size)
    case .groupNorm(let norm, let map, let channels):
      onednn_group_norm(
        self.map(map), Int32(channels), Int32(norm.groups), norm.epsilon, norm.scale.floats, norm.shift.floats)
    }
  }

  private func places(
    _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, weights: UnsafeRawPointer? = nil,
    bias: UnsafePointer<Float>? = nil
  ) -> onednn_places {
    onednn_places(source: from, weights: weights, bias: bias, destination: to, scratch: memory + plan.memory.size)
  }

  private func map(_ map: FeatureMap) -> onednn_map {
    onednn_map(numbers: destination(map.place), height: Int32(map.height), width: Int32(map.width))
  }

  private func destination(_ place: Place) -> UnsafeMutableRawPointer {
    switch place {
    case .map(let number): memory + plan.memory.offsets[number]
    case .logits(let start): UnsafeMutableRawPointer(logits + start)
    case .deltas(let start): UnsafeMutableRawPointer(deltas + start)
    // Nothing writes to the picture.
    case .picture: UnsafeMutableRawPointer(mutating: picture)
    }
  }

  private func source(_ place: Place) -> UnsafeRawPointer {
    place == .picture ? UnsafeRawPointer(picture) : UnsafeRawPointer(destination(place))
  }

  /// Maps share memory: what a place holds changes from step to step.
  private static func numbers<Number>(_ place: UnsafeRawPointer) -> UnsafePointer<Number> {
    place.assumingMemoryBound(to: Number.self)
  }

  private static func numbers<Number>(_ place: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Number> {
    place.assumingMemoryBound(to: Number.self)
  }
}
