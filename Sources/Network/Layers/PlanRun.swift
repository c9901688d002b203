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
      try layer.run(places(from, to, weights: weights.floats, bias: bias.floats))
    case .layer(let layer): try layer.run(places(from, to))
    case .rectification(let count): onednn_rectify(from, to, count)
    case .upsampling(let source, let result):
      onednn_upsample(map(source), map(result), Int32(source.channels))
    case .groupNorm(let norm, let map, let channels):
      onednn_group_norm(
        self.map(map), Int32(channels), Int32(norm.groups), norm.epsilon, norm.scale.floats, norm.shift.floats)
    }
  }

  private func places(
    _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, weights: UnsafePointer<Float>? = nil,
    bias: UnsafePointer<Float>? = nil
  ) -> onednn_places {
    onednn_places(source: from, weights: weights, bias: bias, destination: to, scratch: memory + plan.memory.size)
  }

  private func map(_ map: FeatureMap) -> onednn_map {
    onednn_map(numbers: destination(map.place), height: Int32(map.height), width: Int32(map.width))
  }

  private func destination(_ place: Place) -> UnsafeMutablePointer<Float> {
    switch place {
    case .map(let number): (memory + plan.memory.offsets[number]).assumingMemoryBound(to: Float.self)
    case .logits(let start): logits + start
    case .deltas(let start): deltas + start
    // Nothing writes to the picture.
    case .picture: UnsafeMutablePointer(mutating: picture)
    }
  }

  private func source(_ place: Place) -> UnsafePointer<Float> {
    place == .picture ? picture : UnsafePointer(destination(place))
  }
}
