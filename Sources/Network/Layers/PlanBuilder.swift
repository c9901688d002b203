import COneDNN

/// Builds a plan step by step.
struct PlanBuilder {
  /// What is built now.
  var stage = Step.Stage.backbone
  private let winograd: Bool
  private var steps: [Step] = []
  private var maps: [MapMemory.Lifetime] = []
  private var scratchSize = 0
  private var work = 0.0
  /// Layers of the same sizes are one.
  private var layers: [(onednn_convolution, Layer)] = []

  init(winograd: Bool) { self.winograd = winograd }

  /// A convolution; with `sum` what it adds to, and where its result then lies.
  mutating func convolve(
    _ convolution: Convolution, _ map: FeatureMap, rectifies: Bool, adding sum: FeatureMap? = nil
  ) throws(NetworkError) -> FeatureMap {
    let shape = convolution.shape
    let layer = try layer(
      onednn_convolution(
        in: Int32(shape.paddedInput), out: Int32(shape.paddedOutput), height: try Self.narrow(map.height),
        width: try Self.narrow(map.width), kernel: Int32(shape.kernel), stride: Int32(shape.stride),
        padding: Int32(shape.padding), adds: sum != nil, rectifies: rectifies, winograd: winograd))
    let (height, width) = (shape.extent(map.height), shape.extent(map.width))
    let result: FeatureMap
    if let sum { result = sum } else { result = try newMap(channels: shape.paddedOutput, height: height, width: width) }
    guard (result.channels, result.height, result.width) == (shape.paddedOutput, height, width) else {
      throw NetworkError(.invalid, "a sum of maps of different sizes")
    }
    work += Double(shape.paddedInput * shape.paddedOutput * shape.kernel * shape.kernel) * Double(height * width)
    add(
      .convolution(layer, weights: try convolution.weights(for: layer), bias: convolution.bias), from: map.place,
      to: result.place)
    return result
  }

  /// The maximum of windows of 3×3, two apart.
  mutating func pool(_ map: FeatureMap) throws(NetworkError) -> FeatureMap {
    let layer = try Layer(
      poolingChannels: Int32(map.channels), height: try Self.narrow(map.height), width: try Self.narrow(map.width))
    let result = try newMap(channels: map.channels, height: (map.height - 1) / 2 + 1, width: (map.width - 1) / 2 + 1)
    run(layer, from: map.place, to: result.place)
    return result
  }

  mutating func rectify(_ map: FeatureMap) throws(NetworkError) -> FeatureMap {
    let result = try newMap(channels: map.channels, height: map.height, width: map.width)
    add(.rectification(count: try map.count()), from: map.place, to: result.place)
    return result
  }

  /// A map's nearest neighbours at another size.
  mutating func upsample(_ map: FeatureMap, height: Int, width: Int) throws(NetworkError) -> FeatureMap {
    let result = try newMap(channels: map.channels, height: height, width: width)
    add(.upsampling(from: map, to: result), from: map.place, to: result.place)
    return result
  }

  mutating func normalize(_ map: FeatureMap, _ norm: GroupNorm, channels: Int) {
    add(.groupNorm(norm, map, channels: channels), from: map.place, to: map.place)
  }

  /// Writes a map's channels as rows.
  mutating func writeRows(_ map: FeatureMap, channels: Int, to place: Place) throws(NetworkError) {
    let layer = try Layer(
      rowsOf: Int32(channels), height: try Self.narrow(map.height), width: try Self.narrow(map.width))
    run(layer, from: map.place, to: place)
  }

  /// The plan of all steps. `levels`: in the order of the heads' rows.
  func plan(levels: [LevelSize], rowCounts: [Int], rows: Int) throws(NetworkError) -> Plan {
    Plan(
      steps: steps, levels: levels, rowCounts: rowCounts, rows: rows, memory: try MapMemory(maps),
      scratchSize: scratchSize, work: work)
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

  private mutating func newMap(channels: Int, height: Int, width: Int) throws(NetworkError) -> FeatureMap {
    let map = FeatureMap(place: .map(maps.count), channels: channels, height: height, width: width)
    let size = try counted(try map.count(), MemoryLayout<Float>.stride, as: "a map")
    maps.append(MapMemory.Lifetime(size: size, first: steps.count, last: steps.count))
    return map
  }

  private mutating func run(_ layer: Layer, from: Place, to: Place) { add(.layer(layer), from: from, to: to) }

  private mutating func add(_ work: Step.Work, from: Place, to: Place) {
    for place in [from, to] { if case .map(let number) = place { maps[number].last = steps.count } }
    switch work {
    case .convolution(let layer, _, _), .layer(let layer): scratchSize = max(scratchSize, layer.scratchSize)
    case .rectification, .upsampling, .groupNorm: break
    }
    steps.append(Step(work: work, from: from, to: to, stage: stage))
  }
}

extension onednn_convolution {
  fileprivate func isSame(as other: onednn_convolution) -> Bool {
    (`in`, out, height, width, kernel, stride) == (
      other.in, other.out, other.height, other.width, other.kernel, other.stride
    )
      && (padding, adds, rectifies, winograd) == (other.padding, other.adds, other.rectifies, other.winograd)
  }
}
