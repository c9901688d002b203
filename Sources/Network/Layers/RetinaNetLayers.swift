/// All layers of a RetinaNet with their weights, by torchvision's names.
struct RetinaNetLayers: Sendable {
  /// A residual block: its convolutions in order, and the one beside them where the sizes change.
  struct Block: Sendable {
    let convolutions: [Convolution]
    let shortcut: Convolution?
  }

  let stem: Convolution
  let stages: [[Block]]
  /// 1×1, of each stage of the pyramid.
  let inner: [Convolution]
  /// 3×3, of each stage of the pyramid.
  let outer: [Convolution]
  /// Stride 2, of the levels beyond.
  let extra: [Convolution]
  let classes: Subnet
  let boxes: Subnet

  init(_ reader: LayerReader) throws(NetworkError) {
    let architecture = reader.architecture
    stem = try reader.stem()
    var stages: [[Block]] = []
    for stage in architecture.planes.indices { stages.append(try reader.stage(stage)) }
    self.stages = stages
    let channels = architecture.pyramidChannels
    var (inner, outer): ([Convolution], [Convolution]) = ([], [])
    for (index, stage) in architecture.pyramidStages.enumerated() {
      inner.append(try reader.pyramid("inner_blocks", index, from: architecture.channels(ofStage: stage), kernel: 1))
      outer.append(try reader.pyramid("layer_blocks", index, from: channels, kernel: 3))
    }
    (self.inner, self.outer) = (inner, outer)
    let last = architecture.channels(ofStage: architecture.pyramidStages.last ?? 0)
    extra = [
      try reader.extra("p6", from: architecture.extraLevels == .pyramid ? channels : last),
      try reader.extra("p7", from: channels),
    ]
    classes = try reader.subnet("classification_head", last: "cls_logits", rowWidth: architecture.classCount)
    boxes = try reader.subnet("regression_head", last: "bbox_reg", rowWidth: 4)
    try reader.checkAllRead()
  }

  /// Every convolution.
  var convolutions: [Convolution] {
    [stem] + stages.joined().flatMap { $0.convolutions + ($0.shortcut.map { [$0] } ?? []) } + inner + outer + extra
      + [classes, boxes].flatMap { $0.convolutions + [$0.last] }
  }
}
