import Foundation
import JSON
import Testing
import TestSupport

@testable import Operations
@testable import Service

/// Every detector accounts for every candidate, if asked to explain.
@Suite struct DetectionExplanationTests {
  static let files = VectorFiles.names.filter { $0.hasPrefix("detections.") }

  @Test(arguments: files) func explanation_AccountsForEveryCandidate(file: String) throws {
    let contents = try readJSON(Package.text("\(VectorFiles.folder)/\(file)"))
    let declaration = try #require(contents["operation"]?.text.flatMap(Registry.named)?.declaration)
    let service = Service()
    for vector in try #require(contents["vectors"]?.list) {
      guard case .object(var request)? = vector["request"] else { continue }
      request["explain"] = true
      let reply = service.post(declaration.path, JSONValue.object(request).text())
      for image in reply.json?["images"]?.list ?? [] {
        let counts = try #require(image["counts"])
        func count(_ name: String) -> Double { counts[name]?.number ?? .nan }
        let explanation = try #require(image["explanation"], "\(reply.detail)")
        func stage(_ name: String, _ list: String) -> Double {
          let numbers = explanation[name]?[list]?.numberList ?? []
          return list == "lengths" ? numbers.reduce(0, +) : Double(numbers.count)
        }
        let (threshold, topK) = (stage("threshold", "lengths"), stage("top_k", "lengths"))
        #expect(threshold == count("candidates") - count("above_threshold"))
        #expect(topK == count("above_threshold") - count("after_top_k"))
        let large = counts["after_min_size"]?.number ?? count("after_top_k")
        #expect(stage("min_size", "indices") == count("after_top_k") - large)
        #expect(stage("suppressed", "indices") == large - count("after_nms"))
        #expect(stage("cap", "indices") == count("after_nms") - count("returned"))
      }
      #expect(reply.status == 200)
    }
  }
}
