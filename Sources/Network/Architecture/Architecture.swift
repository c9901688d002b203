import JSON

/// How a RetinaNet is built: residual backbone, feature pyramid, two subnets shared by all levels.
///
/// Lin et al. 2017, «Focal Loss for Dense Object Detection», §4; He et al. 2015, «Deep Residual Learning», table 1.
package struct Architecture: Sendable, Equatable {
  /// The block of the backbone's stages.
  package enum Block: String, Sendable, CaseIterable {
    /// Two 3×3 convolutions.
    case basic
    /// 1×1, 3×3, 1×1 with four times the channels.
    case bottleneck

    /// A block's channels over its planes.
    var expansion: Int { self == .basic ? 1 : 4 }
  }

  /// Where the first level beyond the backbone's comes from.
  package enum ExtraLevels: String, Sendable, CaseIterable {
    /// The pyramid's last map.
    case pyramid = "P5"
    /// The backbone's last map.
    case backbone = "C5"
  }

  package let block: Block
  package let stemChannels: Int
  /// Planes of each stage: channels inside of its blocks.
  package let planes: [Int]
  /// Blocks of each stage.
  package let depths: [Int]
  /// Whether the stride of a bottleneck is in its first convolution, 1×1, as in detectron2's MSRA models.
  package let stridesFirst: Bool
  /// What is added to the variances of batch normalisation.
  package let normEpsilon: Double
  /// The stages that the pyramid is made of, from 0, ascending.
  package let pyramidStages: [Int]
  package let pyramidChannels: Int
  package let extraLevels: ExtraLevels
  /// Convolutions of a subnet before its last.
  package let subnetDepth: Int
  /// Groups of the normalisation behind each convolution of a subnet, where the file has one.
  package let subnetGroups: Int
  package let classCount: Int
  /// Anchors of a cell, the same at every level.
  package let anchorsPerCell: Int

  /// Levels of the pyramid: those of stages, and two beyond.
  package var levelCount: Int { pyramidStages.count + 2 }

  /// The levels' sizes for pictures of a size: each halving rounds up.
  package func levels(height: Int, width: Int) -> [LevelSize] {
    let half = { (size: LevelSize) in LevelSize(height: (size.height + 1) / 2, width: (size.width + 1) / 2) }
    // The stem halves twice, the first stage not.
    var size = half(half(LevelSize(height: height, width: width)))
    var levels: [LevelSize] = []
    for stage in 0...(pyramidStages.last ?? 0) {
      if stage > 0 { size = half(size) }
      if pyramidStages.contains(stage) { levels.append(size) }
    }
    for _ in 0..<2 { levels.append(half(levels.last ?? size)) }
    return levels
  }

  /// Channels of a stage's map.
  func channels(ofStage stage: Int) -> Int { planes[stage] * block.expansion }
}

extension Architecture {
  /// Reads the keys of a description.
  init(_ keys: ArchitectureKeys) throws(NetworkError) {
    block = try keys.choice("block", or: nil)
    planes = try keys.integers("planes", in: 1...16384)
    stemChannels = try keys.integer("stem_channels", in: 1...16384, or: planes.first)
    depths = try keys.integers("depths", in: 1...512)
    guard planes.count == depths.count, (1...8).contains(planes.count) else {
      throw NetworkError(
        .invalid, "planes and depths are for 1 to 8 stages each, found \(planes.count) and \(depths.count)")
    }
    stridesFirst = try keys.word("stride_on", among: ["3x3", "1x1"], or: "3x3") == "1x1"
    normEpsilon = try keys.number("norm_eps", in: 0...1, or: 1e-5)
    pyramidStages = try keys.stages("fpn_from", of: planes.count)
    pyramidChannels = try keys.integer("fpn_channels", in: 1...16384, or: 256)
    extraLevels = try keys.choice("p6_from", or: .pyramid)
    subnetDepth = try keys.integer("subnet_convs", in: 0...64, or: 4)
    subnetGroups = try keys.integer("head_groups", in: 1...16384, or: 32)
    classCount = try keys.integer("num_classes", in: 1...1_000_000, or: nil)
    anchorsPerCell = try keys.anchorsPerCell(levels: pyramidStages.count + 2)
    try keys.checkFixed(expansion: block.expansion)
  }
}
