/// A RetinaNet's steps for pictures of one size.
struct RetinaNetPlan {
  private let architecture: Architecture
  private let layers: RetinaNetLayers
  private var builder: PlanBuilder
  private let threads: ThreadRule

  /// The plan for pictures (3, height, width).
  static func plan(
    _ architecture: Architecture, _ layers: RetinaNetLayers, height: Int, width: Int, arithmetic: Arithmetic,
    threads: ThreadRule
  ) throws(NetworkError) -> Plan {
    var plan = RetinaNetPlan(
      architecture: architecture, layers: layers, builder: PlanBuilder(arithmetic), threads: threads)
    return try plan.build(height: height, width: width)
  }

  private mutating func build(height: Int, width: Int) throws(NetworkError) -> Plan {
    let picture = FeatureMap(place: .picture, channels: 3, height: height, width: width)
    let stages = try backbone(picture)
    let levels = architecture.levels(height: height, width: width)
    let (counts, total) = try rows(levels)
    // The small levels first: their maps are then free when the large ones come.
    var offsets: [Int] = []
    for count in counts { offsets.append((offsets.last ?? 0) + count) }
    try pyramid(stages) { plan, level, map throws(NetworkError) in
      try plan.heads(map, firstRow: offsets[level] - counts[level])
    }
    return try builder.plan(levels: levels, rowCounts: counts, rows: total, threads: threads)
  }

  /// The maps of the stages that the pyramid is made of.
  private mutating func backbone(_ picture: FeatureMap) throws(NetworkError) -> [FeatureMap] {
    // A picture's numbers keep their precision up to here.
    var map = try builder.narrow(try builder.pool(try builder.convolve(layers.stem, picture, rectifies: true)))
    var kept: [FeatureMap] = []
    for (number, stage) in layers.stages.enumerated() {
      for block in stage { map = try residual(block, map) }
      if architecture.pyramidStages.contains(number) { kept.append(map) }
      if number == architecture.pyramidStages.last { break }
    }
    return kept
  }

  /// A block, added to its input or to the shortcut, in place: neither is needed afterwards.
  private mutating func residual(_ block: RetinaNetLayers.Block, _ input: FeatureMap) throws(NetworkError)
    -> FeatureMap
  {
    var map = input
    for convolution in block.convolutions.dropLast() { map = try builder.convolve(convolution, map, rectifies: true) }
    let sum = try block.shortcut.map { shortcut throws(NetworkError) in
      try builder.convolve(shortcut, input, rectifies: false)
    }
    guard let last = block.convolutions.last else { return map }
    return try builder.convolve(last, map, rectifies: true, adding: sum ?? input)
  }

  private func rows(_ levels: [LevelSize]) throws(NetworkError) -> (counts: [Int], total: Int) {
    var (counts, total): ([Int], Int) = ([], 0)
    for level in levels {
      let count = try counted(level.height, level.width, architecture.anchorsPerCell, as: "a level")
      counts.append(count)
      total = total.addingReportingOverflow(count).partialValue
    }
    // All heads' numbers must be countable.
    _ = try counted(total, max(architecture.classCount, 4), 8, as: "the heads")
    return (counts, total)
  }

  /// Makes the levels and calls `body` with each, as soon as it is there: the last stage's, those beyond it, then those
  /// below.
  private mutating func pyramid(
    _ stages: [FeatureMap],
    _ body: (inout RetinaNetPlan, _ level: Int, FeatureMap) throws(NetworkError) -> Void
  ) throws(NetworkError) {
    let top = stages.count - 1
    var merged = try builder.convolve(layers.inner[top], stages[top], rectifies: false)
    let map = try builder.convolve(layers.outer[top], merged, rectifies: false)
    let source = architecture.extraLevels == .pyramid ? map : stages[top]
    let sixth = try builder.convolve(layers.extra[0], source, rectifies: false)
    let seventh = try builder.convolve(layers.extra[1], try builder.rectify(sixth), rectifies: false)
    try body(&self, top, map)
    try body(&self, top + 1, sixth)
    try body(&self, top + 2, seventh)
    for level in (0..<top).reversed() {
      // The upper level's nearest neighbours, to which the convolution adds.
      let upper = try builder.upsample(merged, height: stages[level].height, width: stages[level].width)
      merged = try builder.convolve(layers.inner[level], stages[level], rectifies: false, adding: upper)
      try body(&self, level, try builder.convolve(layers.outer[level], merged, rectifies: false))
    }
  }

  private mutating func heads(_ map: FeatureMap, firstRow: Int) throws(NetworkError) {
    builder.stage = .heads
    try head(layers.classes, map, to: .logits(firstRow * architecture.classCount))
    try head(layers.boxes, map, to: .deltas(firstRow * 4))
    builder.stage = .backbone
  }

  private mutating func head(_ subnet: Subnet, _ map: FeatureMap, to place: Place) throws(NetworkError) {
    var map = map
    for (number, convolution) in subnet.convolutions.enumerated() {
      let isNormalized = !subnet.norms.isEmpty
      map = try builder.convolve(convolution, map, rectifies: !isNormalized, widens: isNormalized)
      if isNormalized {
        builder.normalize(map, subnet.norms[number], channels: architecture.pyramidChannels)
        map = try builder.narrow(map)
      }
    }
    let rows = try builder.convolve(subnet.last, map, rectifies: false, widens: true)
    builder.writeRows(rows, channels: subnet.last.shape.output, to: place)
  }
}
