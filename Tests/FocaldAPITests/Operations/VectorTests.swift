import Foundation
import JSON
import TestSupport
import Testing

@testable import FocaldAPI

/// The mathematics' vectors through the API: decoding and encoding lose nothing.
@Suite struct VectorTests {
  static let folder = "Tests/DetectionCoreTests/Vectors"

  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: Package.root.appending(path: folder).path)) ?? [])
    .filter { $0.hasSuffix(".json") }.sorted()

  @Test func vectors_AreThereForEveryOperationButTheWholePipeline() {
    let names = Registry.all.map { "\($0.declaration.id).json" }.filter { !$0.hasPrefix("detections.") }
    #expect(Set(names).isSubset(of: Set(Self.files)))
  }

  @Test(arguments: files) func answers_EqualTheVectors(file: String) throws {
    let contents = try readJSON(Package.text("\(Self.folder)/\(file)"))
    let declaration = try #require(contents["operation"]?.text.flatMap(Registry.named)?.declaration)
    let service = Service()
    for vector in try #require(contents["vectors"]?.list) {
      let name = vector["name"]?.text ?? "?"
      let reply = service.post(declaration.path, try #require(vector["request"]).text())
      #expect(reply.status == 200, "\(name): \(reply.detail)")
      let answer = try #require(vector["answer"])
      // float32 vectors are rounded to it; zeros of gradients are sums of terms of order one.
      let isFloat32 = vector["request"]?["precision"] == "float32"
      let difference = difference(
        answer, reply.json ?? .null, relative: isFloat32 ? 1e-5 : 1e-12, absolute: 1e-15, mayHoldMore: true)
      #expect(difference == nil, "\(name)")
    }
  }
}
