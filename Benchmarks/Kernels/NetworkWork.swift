import DetectionCore
import Glibc
import Network

/// A network's way from a picture's numbers to its raw heads.
///
/// `size` is the picture's height: 800 × 1066 or 512 × 512; any other is a square. The network is the file that
/// `FOCALD_BENCHMARK_NETWORK` names, without it the shipped one; `FOCALD_BENCHMARK_CONVOLUTION` is a value of the setting
/// network_convolution.
let networkForward = Kind(name: "network-forward", sizes: [512, 800]) { size in
  let network = try BenchmarkNetwork()
  let width = size == 800 ? 1066 : size
  guard let shape = Shape([3, size, width]) else { throw BenchmarkNetwork.Unknown(word: "\(size)") }
  var random = Random(seed: 9)
  let picture = Tensor<Float>(shape: shape) { pixels in
    for i in pixels.indices { pixels.initializeElement(at: i, to: random.normal(mean: 0, deviation: 1)) }
  }
  return Workload(inputs: [NamedArray("picture", picture)]) {
    let heads = try network.network.heads(picture)
    return { [NamedArray("class_logits", heads.classLogits), NamedArray("box_deltas", heads.boxDeltas)] }
  }
}

/// The network that the environment names.
private struct BenchmarkNetwork {
  let network: Network

  struct Unknown: Error { let word: String }

  init() throws {
    let path = Self.variable("FOCALD_BENCHMARK_NETWORK") ?? "Examples/networks/shapes.safetensors"
    let word = Self.variable("FOCALD_BENCHMARK_CONVOLUTION") ?? "direct"
    guard let method = Network.ConvolutionMethod(rawValue: word) else { throw Unknown(word: word) }
    // Before the first network: it is too late then.
    if method == .winograd { Network.allowAVX512() }
    let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    network = try Network(path: path, on: NetworkThread(processors: processors), method: method)
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
