import FoundationEssentials
import Operations

/// Files of networks: what the setting `networks` names, and what a file is called.
enum NetworkFiles {
  /// The files: as named, and those of the folders.
  static func all(_ paths: [String]) throws(SettingError) -> [String] {
    var files: [String] = []
    for path in paths {
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

  /// A network's name.
  static func name(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".safetensors") ? String(file.dropLast(".safetensors".count)) : file
  }

  /// Whether a network may be called so: the name stands in paths.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 100
      && name.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || [0x2D, 0x2E, 0x5F].contains(byte)
      }
  }

  /// The file that a word of the command line means: a path, or the name of a network. Names are those of `FOCALD_NETWORKS`, else
  /// of the networks that ship.
  static func named(_ word: String) throws(SettingError) -> String {
    if FileManager.default.fileExists(atPath: word) { return word }
    let statements = EnvironmentSource.statements(in: EnvironmentSource.current).filter {
      $0.key == Settings.networks.key
    }
    let paths =
      try Settings(statements)[Settings.networks] ?? [shipped].filter { FileManager.default.fileExists(atPath: $0) }
    let files = try all(paths)
    if let file = files.first(where: { name(of: $0) == word }) { return file }
    let advice = nearestName(to: word, among: files.map(name)).map { "did you mean \($0)?" }
    throw .file(
      of: Settings.networks, word,
      "there is no such file, and no network of that name; "
        + (advice ?? "FOCALD_NETWORKS names files and folders"))
  }

  /// What `make run` serves.
  private static let shipped = "Examples/networks"
}
