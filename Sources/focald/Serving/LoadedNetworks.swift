import FoundationEssentials
import HTTPServer
import Network

/// The networks that the settings name, ready to run.
struct LoadedNetworks {
  let networks: [String: Network]
  /// Bytes of weights, and of the maps that all networks share.
  let memory: Int

  /// Loads all networks. Throws with file and reason.
  init(_ settings: Settings, on thread: NetworkThread) throws(SettingError) {
    if settings[Settings.networkConvolution] == .winograd { Network.allowAVX512() }
    var (networks, weights, maps): ([String: Network], Int, Int) = ([:], 0, 0)
    for path in try Self.files(settings) {
      let name = Self.name(of: path)
      guard Self.isName(name) else {
        throw .file(of: Settings.networks, path, "a network is named after its file: letters, digits, -, _ and . only")
      }
      guard networks[name] == nil else { throw .file(of: Settings.networks, path, "there is another network \(name)") }
      do {
        let network = try Network(path: path, on: thread, method: settings[Settings.networkConvolution])
        (weights, maps) = (weights + network.weightSize, max(maps, try network.mapSize()))
        networks[name] = network
      } catch {
        throw .incomplete(Settings.networks, error.description)
      }
    }
    (self.networks, memory) = (networks, weights + maps)
  }

  /// The files: as named, and those of the folders.
  private static func files(_ settings: Settings) throws(SettingError) -> [String] {
    var files: [String] = []
    for path in settings[Settings.networks] ?? [] {
      var isFolder = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
        files.append(path)
        continue
      }
      do {
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        files += names.filter { $0.hasSuffix(".safetensors") }.sorted().map { "\(path)/\($0)" }
      } catch {
        throw .file(of: Settings.networks, path, "the folder cannot be read")
      }
    }
    return files
  }

  private static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".safetensors") ? String(file.dropLast(".safetensors".count)) : file
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 100
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || [0x2D, 0x2E, 0x5F].contains(byte)
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
