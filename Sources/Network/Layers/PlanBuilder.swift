import COneDNN

/// Builds a plan step by step.
///
/// Kernels are made last: they run on as many threads as may be used when they are made, and that depends on all steps.
struct PlanBuilder {
  /// A step whose kernel is not made yet.
  private struct Draft {
    enum Work {
      case convolution(Convolution, onednn_convolution)
      case pooling(FeatureMap)
      case rows(FeatureMap, channels: Int)
      case done(Step.Work)
    }

    let work: Work
    let from: Place
    let to: Place
    let stage: Step.Stage
  }

  /// What is built now.
  var stage = Step.Stage.backbone
  private let arithmetic: Arithmetic
  private var drafts: [Draft] = []
  private var maps: [MapMemory.Lifetime] = []
  /// Multiplications of all convolutions.
  private var work = 0.0
  /// Layers of the same sizes are one.
  private var layers: [(onednn_convolution, Layer)] = []

  init(_ arithmetic: Arithmetic) { self.arithmetic = arithmetic }

  /// A convolution; with `sum` what it adds to, and where its result then lies. The result's numbers are the map's, or float32
  /// if it `widens`.
  mutating func convolve(
    _ convolution: Convolution, _ map: FeatureMap, rectifies: Bool, widens: Bool = false, adding sum: FeatureMap? = nil
  ) throws(NetworkError) -> FeatureMap {
    let shape = convolution.shape
    let numbers = widens ? .float32 : map.numbers
    let wanted = onednn_convolution(
      in: Int32(shape.paddedInput), out: Int32(shape.paddedOutput), height: try Self.narrow(map.height),
      width: try Self.narrow(map.width), kernel: Int32(shape.kernel), stride: Int32(shape.stride),
      padding: Int32(shape.padding), adds: sum != nil, rectifies: rectifies, winograd: arithmetic == .winograd,
      reads_bfloat16: map.numbers == .bfloat16, writes_bfloat16: numbers == .bfloat16)
    let (height, width) = (shape.extent(map.height), shape.extent(map.width))
    let result: FeatureMap
    if let sum {
      result = sum
    } else {
      result = try newMap(channels: shape.paddedOutput, height: height, width: width, numbers)
    }
    guard
      (result.channels, result.height, result.width) == (shape.paddedOutput, height, width), result.numbers == numbers
    else {
      throw NetworkError(.invalid, "a sum of maps of different sizes")
    }
    work += Double(shape.paddedInput * shape.paddedOutput * shape.kernel * shape.kernel) * Double(height * width)
    add(.convolution(convolution, wanted), from: map.place, to: result.place)
    return result
  }

  /// The maximum of windows of 3×3, two apart.
  mutating func pool(_ map: FeatureMap) throws(NetworkError) -> FeatureMap {
    let result = try newMap(channels: map.channels, height: (map.height - 1) / 2 + 1, width: (map.width - 1) / 2 + 1)
    add(.pooling(map), from: map.place, to: result.place)
    return result
  }

  mutating func rectify(_ map: FeatureMap) throws(NetworkError) -> FeatureMap {
    let result = try newMap(channels: map.channels, height: map.height, width: map.width, map.numbers)
    add(.done(.rectification(map.numbers, count: try map.count())), from: map.place, to: result.place)
    return result
  }

  /// The map in the numbers that convolutions read: itself where those are float32.
  mutating func narrow(_ map: FeatureMap) throws(NetworkError) -> FeatureMap {
    guard arithmetic == .bfloat16, map.numbers == .float32 else { return map }
    let result = try newMap(channels: map.channels, height: map.height, width: map.width, .bfloat16)
    add(.done(.narrowing(count: try map.count())), from: map.place, to: result.place)
    return result
  }

  /// A map's nearest neighbours at another size.
  mutating func upsample(_ map: FeatureMap, height: Int, width: Int) throws(NetworkError) -> FeatureMap {
    let result = try newMap(channels: map.channels, height: height, width: width, map.numbers)
    add(.done(.upsampling(from: map, to: result)), from: map.place, to: result.place)
    return result
  }

  mutating func normalize(_ map: FeatureMap, _ norm: GroupNorm, channels: Int) {
    add(.done(.groupNorm(norm, map, channels: channels)), from: map.place, to: map.place)
  }

  /// Writes a map's channels as rows.
  mutating func writeRows(_ map: FeatureMap, channels: Int, to place: Place) {
    add(.rows(map, channels: channels), from: map.place, to: place)
  }

  /// The plan of all steps, for the network thread to run. `levels`: in the order of the heads' rows.
  mutating func plan(
    levels: [LevelSize], rowCounts: [Int], rows: Int, threads rule: ThreadRule
  ) throws(NetworkError) -> Plan {
    let threads = rule.threads(for: work)
    guard onednn_use_threads(Int32(clamping: threads)) else {
      throw NetworkError(.failed, "the threads of oneDNN cannot be bounded")
    }
    var (steps, scratchSize): ([Step], Int) = ([], 0)
    for draft in drafts {
      let work = try finished(draft.work)
      scratchSize = max(scratchSize, work.scratchSize)
      steps.append(Step(work: work, from: draft.from, to: draft.to, stage: draft.stage))
    }
    return Plan(
      steps: steps, levels: levels, rowCounts: rowCounts, rows: rows, memory: try MapMemory(maps),
      scratchSize: scratchSize, threads: threads)
  }

  /// The work with its kernel.
  private mutating func finished(_ work: Draft.Work) throws(NetworkError) -> Step.Work {
    switch work {
    case .convolution(let convolution, let wanted):
      let layer = try layer(wanted)
      return .convolution(layer, weights: try convolution.weights(for: layer), bias: convolution.bias)
    case .pooling(let map):
      return .layer(
        try Layer(
          poolingChannels: Int32(map.channels), height: try Self.narrow(map.height), width: try Self.narrow(map.width)))
    case .rows(let map, let channels):
      return .layer(
        try Layer(rowsOf: Int32(channels), height: try Self.narrow(map.height), width: try Self.narrow(map.width)))
    case .done(let work): return work
    }
  }

  private static func narrow(_ side: Int) throws(NetworkError) -> Int32 {
    guard let side = Int32(exactly: side) else { throw NetworkError(.invalid, "a map is larger than can be counted") }
    return side
  }

  private mutating func layer(_ wanted: onednn_convolution) throws(NetworkError) -> Layer {
    if let known = layers.first(where: { $0.0.isSame(as: wanted) }) { return known.1 }
    let layer = try Layer(wanted)
    layers.append((wanted, layer))
    return layer
  }

  private mutating func newMap(
    channels: Int, height: Int, width: Int, _ numbers: MapNumbers = .float32
  ) throws(NetworkError) -> FeatureMap {
    let map = FeatureMap(
      place: .map(maps.count), channels: channels, height: height, width: width, numbers: numbers)
    let size = try counted(try map.count(), numbers.size, as: "a map")
    maps.append(MapMemory.Lifetime(size: size, first: drafts.count, last: drafts.count))
    return map
  }

  private mutating func add(_ work: Draft.Work, from: Place, to: Place) {
    for place in [from, to] { if case .map(let number) = place { maps[number].last = drafts.count } }
    drafts.append(Draft(work: work, from: from, to: to, stage: stage))
  }
}

extension onednn_convolution {
  fileprivate func isSame(as other: onednn_convolution) -> Bool {
    (`in`, out, height, width, kernel, stride) == (
      other.in, other.out, other.height, other.width, other.kernel, other.stride
    )
      && (padding, adds, rectifies, winograd) == (other.padding, other.adds, other.rectifies, other.winograd)
      && (reads_bfloat16, writes_bfloat16) == (other.reads_bfloat16, other.writes_bfloat16)
  }
}
