import Foundation

/// Requests and their answers as data, which several implementations are held to.
package enum VectorFiles {
  /// The folder within the package.
  package static let folder = "Tests/Vectors/data"

  /// The files, by operation: `losses.huber.json`.
  package static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: Package.root.appending(path: folder).path)) ?? [])
    .filter { $0.hasSuffix(".json") }.sorted()
}
