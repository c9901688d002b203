import HTTPServer
import Network

/// The networks that the settings name, ready to run.
struct LoadedNetworks {
  let networks: [String: Network]
  /// Bytes of weights, and of the maps that all networks share.
  let memory: Int

  /// Loads all networks. Throws with file and reason.
  init(_ settings: Settings, on thread: NetworkThread) throws(SettingError) {
    let (method, precision) = (settings[Settings.networkConvolution], settings[Settings.networkPrecision])
    try Self.prepare(method, precision)
    var (networks, weights, maps): ([String: Network], Int, Int) = ([:], 0, 0)
    for path in try NetworkFiles.all(settings[Settings.networks] ?? []) {
      let name = NetworkFiles.name(of: path)
      guard NetworkFiles.isName(name) else {
        throw .file(of: Settings.networks, path, "a network is named after its file: letters, digits, -, _ and . only")
      }
      guard networks[name] == nil else { throw .file(of: Settings.networks, path, "there is another network \(name)") }
      do {
        let network = try Network(path: path, on: thread, method: method, precision: precision)
        (weights, maps) = (weights + network.weightSize, max(maps, try network.mapSize()))
        networks[name] = network
      } catch {
        throw .incomplete(Settings.networks, error.description)
      }
    }
    (self.networks, memory) = (networks, weights + maps)
  }

  /// Allows the kernels that the settings want, or says why there are none.
  private static func prepare(
    _ method: Network.ConvolutionMethod, _ precision: Network.Precision
  ) throws(SettingError) {
    guard (method, precision) != (.winograd, .bfloat16) else {
      throw .incomplete(Settings.networkPrecision, "Winograd's algorithm, network_convolution, is for float32 alone")
    }
    if method == .winograd || precision == .bfloat16 { Network.allowAVX512() }
    guard precision.isAvailable else {
      throw .incomplete(Settings.networkPrecision, Network.Precision.requirement)
    }
  }
}

extension HTTPServerConfiguration {
  /// Takes what networks hold off the memory of requests.
  mutating func makeRoom(for networks: LoadedNetworks) throws(SettingError) {
    guard memory - networks.memory >= 16 << 20 else {
      throw .incomplete(
        Settings.networks,
        "weights and maps take \(networks.memory >> 20) MiB, which leaves too little of memory, \(memory >> 20) MiB")
    }
    memory -= networks.memory
  }
}
