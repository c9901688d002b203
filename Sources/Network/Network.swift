import COneDNN
package import DetectionCore
import HTTPMessages
package import JSON

/// A RetinaNet from a file of weights, ready to run.
///
/// The file is in safetensors, its tensors by torchvision's names, its architecture as JSON in the metadata `focald`.
package final class Network: Sendable {
  /// How convolutions of 3×3 are computed.
  package enum ConvolutionMethod: String, Sendable, CaseIterable {
    /// As they are written: the same bits on any number of threads.
    case direct
    /// By Winograd's algorithm, with a quarter of the products; its errors are about twice as large. On AVX-512, where that is
    /// allowed, by oneDNN's kernels, with other bits on more than two threads; on AVX2 by our own, with the same bits on any
    /// number of threads; elsewhere direct.
    case winograd
  }

  /// What convolutions multiply. Sums are float32 always.
  package enum Precision: String, Sendable, CaseIterable {
    case float32
    /// Eight bits of precision instead of 24: for processors that multiply them faster, and there only.
    case bfloat16

    /// Whether this processor has it. To be asked after `allowAVX512`, without which it has not.
    package var isAvailable: Bool { self == .float32 || onednn_has_bfloat16() }

    /// Why bfloat16 is refused.
    package static let requirement =
      "bfloat16 needs a processor with AVX512_BF16 (avx512_bf16 in /proc/cpuinfo), which this one is not"
  }

  /// Lets networks run on AVX-512 where the processor has it. Has an effect before the first network is read only.
  ///
  /// They do not otherwise: the tests' figures were measured on the kernels of AVX2.
  package static func allowAVX512() { onednn_allow_wide() }

  package let path: String
  package let architecture: Architecture
  package let picture: PictureSettings
  /// The description as it came: fields of `detections.retinanet` among it.
  package let description: JSONObject
  /// The names of the classes, if the file has them.
  package let labels: [String]?
  private let layers: RetinaNetLayers
  private let thread: NetworkThread
  private let arithmetic: Arithmetic
  private let plans: Plans
  private let threads: ThreadRule

  /// Reads the file, packs its weights and makes sure that each layer has a fast kernel.
  package convenience init(
    path: String, on thread: NetworkThread, method: ConvolutionMethod = .direct, precision: Precision = .float32
  ) throws(NetworkError) {
    try self.init(
      path: path, on: thread, Arithmetic(method, precision), threads: ThreadRule(processors: thread.processors))
  }

  init(path: String, on thread: NetworkThread, _ arithmetic: Arithmetic, threads: ThreadRule) throws(NetworkError) {
    self.threads = threads
    guard arithmetic != .bfloat16 || Precision.bfloat16.isAvailable else {
      throw NetworkError(.invalid, Precision.requirement)
    }
    let file = try WeightsFile(path)
    (self.path, self.thread, self.arithmetic) = (path, thread, arithmetic)
    do throws(NetworkError) {
      guard let text = file.metadata["focald"] else {
        throw NetworkError(.invalid, "the metadata lack focald, the architecture as JSON")
      }
      let keys = try ArchitectureKeys(text)
      description = keys.object
      architecture = try Architecture(keys)
      picture = try PictureSettings(keys)
      labels = try keys.words("labels")
    } catch {
      throw error.of(path)
    }
    layers = try RetinaNetLayers(LayerReader(file, architecture, isBGR: picture.isBGR))
    plans = Plans()
    _ = try thread.run { [self] _ throws(NetworkError) in try largestPlan() }
    // Its weights are packed; what other sizes of pictures need is read again. What folding them took goes back as well.
    file.rest()
    onednn_trim_heap()
  }

  /// The plan of the largest picture there can be.
  private func largestPlan() throws(NetworkError) -> Plan {
    try plan(height: picture.padded(picture.minSize), width: picture.padded(picture.maxSize))
  }

  /// Bytes that the weights take.
  package var weightSize: Int { layers.convolutions.reduce(0) { $0 + $1.byteCount } }

  /// Bytes of the heads of a picture of a size.
  package func headSize(height: Int, width: Int) throws(NetworkError) -> Int {
    try check(height: height, width: width)
    var cells = 0
    for level in architecture.levels(height: height, width: width) { cells += level.height * level.width }
    return try counted(
      cells, architecture.anchorsPerCell, architecture.classCount + 4, MemoryLayout<Float>.stride, as: "the heads")
  }

  /// Bytes of the maps of the largest picture, which all runs share.
  package func mapSize() throws(NetworkError) -> Int {
    try thread.run { [self] _ throws(NetworkError) in try largestPlan().workSize }
  }

  /// The names of the kernels that pictures of a size run on.
  package func kernels(height: Int, width: Int) throws(NetworkError) -> Set<String> {
    try check(height: height, width: width)
    return try thread.run { [self] _ throws(NetworkError) in try plan(height: height, width: width).kernels }
  }

  /// On how many threads pictures of a size run.
  func threadCount(height: Int, width: Int) throws(NetworkError) -> Int {
    try thread.run { [self] _ throws(NetworkError) in try plan(height: height, width: width).threads }
  }

  /// The heads of a picture (3, H, W), normalised, resized and padded.
  package func heads(_ picture: Tensor<Float>, deadline: Deadline = .never) throws(NetworkError) -> NetworkHeads {
    guard picture.shape.rank == 3, picture.shape[0] == 3 else {
      throw NetworkError(.invalid, "a picture is (3, H, W), not \(picture.shape)")
    }
    let (height, width) = (picture.shape[1], picture.shape[2])
    try check(height: height, width: width)
    return try thread.run { [self] scratch throws(NetworkError) in
      let plan = try plan(height: height, width: width)
      return try run(plan, picture, try scratch.bytes(plan.workSize), deadline)
    }
  }

  private func check(height: Int, width: Int) throws(NetworkError) {
    guard (1...16384).contains(height), (1...16384).contains(width) else {
      throw NetworkError(.invalid, "sides of 1 to 16384 pixels are taken, not \(height)×\(width)")
    }
  }

  private func run(
    _ plan: Plan, _ picture: Tensor<Float>, _ memory: UnsafeMutableRawPointer, _ deadline: Deadline
  ) throws(NetworkError) -> NetworkHeads {
    guard let logitShape = Shape([plan.rows, architecture.classCount]) else {
      throw NetworkError(.invalid, "the heads are larger than can be counted")
    }
    let logits = UninitializedTensor<Float>(logitShape), deltas = UninitializedTensor<Float>(Shape(boxes: plan.rows))
    let seconds = try picture.withElements { pixels throws(NetworkError) in
      guard let start = pixels.baseAddress else { return [0.0, 0.0] }
      return try PlanRun(plan: plan, picture: start, logits: logits.start, deltas: deltas.start, memory: memory)
        .perform(deadline: deadline)
    }
    return NetworkHeads(
      classLogits: logits.tensor, boxDeltas: deltas.tensor, levels: plan.levels,
      backboneSeconds: seconds[Step.Stage.backbone.rawValue], headSeconds: seconds[Step.Stage.heads.rawValue])
  }

  private func plan(height: Int, width: Int) throws(NetworkError) -> Plan {
    try plans.plan(height: height, width: width) { () throws(NetworkError) in
      do throws(NetworkError) {
        return try RetinaNetPlan.plan(
          architecture, layers, height: height, width: width, arithmetic: arithmetic, threads: threads)
      } catch {
        throw error.of(path)
      }
    }
  }
}
