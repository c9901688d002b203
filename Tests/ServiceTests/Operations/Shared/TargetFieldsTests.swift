import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import Operations
@testable import Service

/// The ground truth that all losses of whole detectors read.
@Suite struct TargetFieldsTests {
  private static let ids = Registry.all.map(\.declaration)
    .filter { $0.family == "losses" && $0.input("target_image_indices") != nil }.map(\.id)
  private let service = Service()

  /// The example of an operation as a batch of its image twice, with other ground truth.
  private func batch(_ id: String, _ truth: String) throws -> Reply {
    let declaration = try #require(Registry.named(id)?.declaration)
    guard case .object(let example) = try readJSON(declaration.example) else { throw Problem(.invalidJSON, "") }
    let fields = example.members.compactMap { member -> String? in
      if member.key.hasPrefix("target_") { return nil }
      let text = member.value.text()
      // What may have an axis for images has one more shape.
      let isHead = (declaration.input(member.key)?.shapes.count ?? 0) > 1
      return "\"\(member.key)\": " + (isHead ? "[\(text), \(text)]" : text)
    }
    return service.post(declaration.path, "{\(fields.joined(separator: ", ")), \(truth)}")
  }

  private static let object = #""target_boxes": [[10, 10, 40, 30]], "target_labels": [1]"#

  private func object(_ id: String) -> String {
    // YOLO's examples have one class or two.
    id.contains("yolo") ? Self.object.replacing("[1]", with: "[0]") : Self.object
  }

  @Test func list_IsNotEmpty() { #expect(Self.ids.count >= 7) }

  @Test(arguments: ids) func objectsOfSeveralImages_NeedTheirImage(id: String) throws {
    let reply = try batch(id, object(id))
    #expect(reply.status == 422 && reply.code == "missing_field", "\(reply.text)")
    #expect(reply.pointer == "/target_image_indices")
    #expect(reply.detail.contains("there are 2 images; give the image of each object"))
  }

  @Test(arguments: ids) func objectsWithTheirImage_AreThere(id: String) throws {
    let reply = try batch(id, "\(object(id)), \"target_image_indices\": [1]")
    #expect(reply.status == 200, "\(reply.text)")
    #expect(reply.json?["num_positives"]?.list?.count == 2)
    #expect(reply.json?["num_positives"]?.list?.first == 0)
  }

  @Test(arguments: ids) func noObjects_NeedNoImage(id: String) throws {
    #expect(try batch(id, #""target_boxes": [], "target_labels": []"#).status == 200)
  }
}
