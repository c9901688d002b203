import DetectionCore

import Files

/// Reads a RetinaNet's layers from a file, by torchvision's names.
final class LayerReader {
  let architecture: Architecture
  private let file: WeightsFile
  private let isBGR: Bool
  private var known: Set<String> = []

  init(_ file: WeightsFile, _ architecture: Architecture, isBGR: Bool) {
    (self.file, self.architecture, self.isBGR) = (file, architecture, isBGR)
  }

  private func convolution(
    _ names: [String], _ shape: ConvolutionShape, norm: String? = nil, hasBias: Bool = false, isBGR: Bool = false
  ) throws(NetworkError) -> Convolution {
    known.formUnion(names.flatMap { ["\($0).weight"] + (hasBias ? ["\($0).bias"] : []) })
    if let norm { known.formUnion(["weight", "bias", "running_mean", "running_var"].map { "\(norm).\($0)" }) }
    return try Convolution(
      ConvolutionSource(
        file: file, shape: shape, names: names, norm: norm, epsilon: architecture.normEpsilon, hasBias: hasBias,
        isBGR: isBGR))
  }

  private static let body = "backbone.body"

  func stem() throws(NetworkError) -> Convolution {
    try convolution(
      ["\(Self.body).conv1"],
      ConvolutionShape(input: 3, output: architecture.stemChannels, kernel: 7, stride: 2, readsPicture: true),
      norm: "\(Self.body).bn1", isBGR: isBGR)
  }

  func stage(_ stage: Int) throws(NetworkError) -> [RetinaNetLayers.Block] {
    var input = stage == 0 ? architecture.stemChannels : architecture.channels(ofStage: stage - 1)
    var blocks: [RetinaNetLayers.Block] = []
    for number in 0..<architecture.depths[stage] {
      let stride = stage > 0 && number == 0 ? 2 : 1
      blocks.append(try block("\(Self.body).layer\(stage + 1).\(number)", stage, input: input, stride: stride))
      input = architecture.channels(ofStage: stage)
    }
    return blocks
  }

  private func block(_ name: String, _ stage: Int, input: Int, stride: Int) throws(NetworkError)
    -> RetinaNetLayers.Block
  {
    let output = architecture.channels(ofStage: stage)
    var convolutions: [Convolution] = []
    for (index, shape) in shapes(stage, input: input, stride: stride).enumerated() {
      convolutions.append(try convolution(["\(name).conv\(index + 1)"], shape, norm: "\(name).bn\(index + 1)"))
    }
    guard stride != 1 || input != output else {
      return RetinaNetLayers.Block(convolutions: convolutions, shortcut: nil)
    }
    let shortcut = try convolution(
      ["\(name).downsample.0"], ConvolutionShape(input: input, output: output, kernel: 1, stride: stride),
      norm: "\(name).downsample.1")
    return RetinaNetLayers.Block(convolutions: convolutions, shortcut: shortcut)
  }

  private func shapes(_ stage: Int, input: Int, stride: Int) -> [ConvolutionShape] {
    let planes = architecture.planes[stage]
    switch architecture.block {
    case .basic:
      return [
        ConvolutionShape(input: input, output: planes, kernel: 3, stride: stride),
        ConvolutionShape(input: planes, output: planes, kernel: 3),
      ]
    case .bottleneck:
      let (first, second) = architecture.stridesFirst ? (stride, 1) : (1, stride)
      return [
        ConvolutionShape(input: input, output: planes, kernel: 1, stride: first),
        ConvolutionShape(input: planes, output: planes, kernel: 3, stride: second),
        ConvolutionShape(input: planes, output: architecture.channels(ofStage: stage), kernel: 1),
      ]
    }
  }

  /// Files of torchvision before 0.13 have no `.0`.
  func pyramid(_ list: String, _ index: Int, from input: Int, kernel: Int) throws(NetworkError) -> Convolution {
    let name = "backbone.fpn.\(list).\(index)"
    return try convolution(
      ["\(name).0", name], ConvolutionShape(input: input, output: architecture.pyramidChannels, kernel: kernel),
      hasBias: true)
  }

  func extra(_ name: String, from input: Int) throws(NetworkError) -> Convolution {
    try convolution(
      ["backbone.fpn.extra_blocks.\(name)"],
      ConvolutionShape(input: input, output: architecture.pyramidChannels, kernel: 3, stride: 2), hasBias: true)
  }

  /// A subnet. In files of torchvision before 0.13 every second entry of `conv` is a rectification.
  func subnet(_ head: String, last: String, rowWidth: Int) throws(NetworkError) -> Subnet {
    let channels = architecture.pyramidChannels
    let shape = ConvolutionShape(input: channels, output: channels, kernel: 3)
    var (convolutions, norms): ([Convolution], [GroupNorm]) = ([], [])
    let isOld = file.name(among: ["head.\(head).conv.0.weight"]) != nil
    for index in 0..<architecture.subnetDepth {
      let name = "head.\(head).conv.\(isOld ? 2 * index : index)"
      // A convolution before a normalisation has no bias.
      let isNormalized = !isOld && file.name(among: ["\(name).1.weight"]) != nil
      convolutions.append(try convolution([isOld ? name : "\(name).0"], shape, hasBias: !isNormalized))
      if isNormalized { norms.append(try groupNorm("\(name).1")) }
    }
    guard norms.isEmpty || norms.count == convolutions.count else {
      throw NetworkError(.invalid, "\(head): expected a normalisation behind each convolution, or none").of(file.path)
    }
    let width = try counted(architecture.anchorsPerCell, rowWidth, as: "the channels of \(last)")
    guard width <= 1 << 20 else {
      throw NetworkError(.invalid, "\(last): expected at most \(1 << 20) channels, found \(width)").of(file.path)
    }
    return Subnet(
      convolutions: convolutions, norms: norms,
      last: try convolution(
        ["head.\(head).\(last)"], ConvolutionShape(input: channels, output: width, kernel: 3), hasBias: true),
      rowWidth: rowWidth)
  }

  private func groupNorm(_ name: String) throws(NetworkError) -> GroupNorm {
    let (channels, groups) = (architecture.pyramidChannels, architecture.subnetGroups)
    guard channels.isMultiple(of: groups) else {
      throw NetworkError(.invalid, "\(name): \(channels) channels do not divide into \(groups) groups").of(file.path)
    }
    known.formUnion(["\(name).weight", "\(name).bias"])
    let padding = [Float](repeating: 0, count: ConvolutionShape.blocks(channels) - channels)
    return GroupNorm(
      groups: groups, epsilon: 1e-5,
      scale: AlignedMemory(try file.tensor(["\(name).weight"], [channels]).elements + padding),
      shift: AlignedMemory(try file.tensor(["\(name).bias"], [channels]).elements + padding))
  }

  /// Throws if the file has weights that the architecture has no place for: then it describes another network.
  func checkAllRead() throws(NetworkError) {
    let spare = file.entries.keys.filter { name in
      !known.contains(name) && !name.hasSuffix(".num_batches_tracked") && !name.hasPrefix("anchor_generator.")
    }
    guard let name = spare.min(), let entry = file.entries[name] else { return }
    throw NetworkError(
      .invalid,
      "the tensor \(name): expected none by the architecture, found \(entry.shape) "
        + "(\(spare.count) such tensors)"
    ).of(file.path)
  }
}
