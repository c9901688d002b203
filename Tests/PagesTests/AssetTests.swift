import Foundation
import Testing

@testable import Pages

@Suite struct AssetTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The files of a folder by name; those whose names begin with a dot are left out.
  private func files(_ folder: String, ending: String = "") throws -> [String: Data] {
    let urls = try FileManager.default.contentsOfDirectory(
      at: Self.root.appending(path: folder), includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
    return Dictionary(
      uniqueKeysWithValues: try urls.filter { $0.lastPathComponent.hasSuffix(ending) }.map {
        ($0.lastPathComponent, try Data(contentsOf: $0))
      })
  }

  // The build does not see that an embedded file has changed: then touch Sources/CPages/*.c.
  @Test func program_HoldsTheFolder() throws {
    let folder = try files("Sources/Pages/Assets")
    let held = Dictionary(uniqueKeysWithValues: Asset.all.map { ($0.name, Data($0.bytes)) })
    #expect(Set(folder.keys) == Set(held.keys))
    for (name, data) in folder { #expect(held[name] == data, "\(name): touch Sources/CPages/assets.c") }
  }

  @Test func program_HoldsTheDocuments() throws {
    let held = EmbeddedFiles.guides.map { $0.name + ".md" }
    #expect(Set(try files("docs", ending: ".md").keys) == Set(held), "Sources/CPages/guides.c lists them")
    #expect(EmbeddedFiles.guides.allSatisfy { $0.bytes.count > 100 })
  }

  @Test func assets_AreSmallTogether() {
    #expect(Asset.all.reduce(0) { $0 + $1.bytes.count } < 300_000)
  }

  @Test func assets_HaveTypes() {
    #expect(Asset.all.allSatisfy { $0.type != "application/octet-stream" })
  }

  @Test func modules_ImportWhatThereIs() {
    for asset in Asset.all where asset.name.hasSuffix(".js") || asset.name.hasSuffix(".html") {
      let text = String(decoding: asset.bytes, as: UTF8.self)
      for match in text.matches(of: #/"\/pages\/([^"]+)"/#) {
        #expect(Asset.named(String(match.1)) != nil, "\(asset.name) names \(match.1)")
      }
    }
  }

  /// Nothing is fetched from elsewhere, and no text becomes markup.
  @Test func modules_KeepToThemselves() {
    for asset in Asset.all where asset.name.hasSuffix(".js") {
      let text = String(decoding: asset.bytes, as: UTF8.self)
      for word in [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
        "setAttribute(\"style\"",
      ] {
        #expect(!text.contains(word), "\(asset.name) has \(word)")
      }
      for match in text.matches(of: #/https?:\/\/[^"' ]+/#) {
        #expect(match.0.hasPrefix("http://www.w3.org/"), "\(asset.name) names \(match.0)")
      }
    }
  }
}
