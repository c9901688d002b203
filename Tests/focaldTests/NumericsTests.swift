import Foundation
import Testing

@testable import focald

/// docs/numerics.md names the test of each decision.
@Suite struct NumericsTests {
  @Test func tests_ThatAreNamedExist() throws {
    let tests = try Self.tests()
    let row = /`(?:\w+\/)*(\w*Tests)?\.(\w+_\w+)`/
    var named = 0
    for line in try readFile(repositoryRoot + "/docs/numerics.md").split(separator: "\n") {
      var suite = ""
      for match in line.matches(of: row) {
        // `.other` is a test of the suite before it.
        if let other = match.1 { suite = String(other) }
        #expect(tests[suite]?.contains(String(match.2)) == true, "no test \(suite).\(match.2)")
        named += 1
      }
    }
    #expect(named > 200)
  }

  /// By suite, the functions of the files that declare or extend it.
  private static func tests() throws -> [String: Set<String>] {
    var tests: [String: Set<String>] = [:]
    let folder = URL(filePath: repositoryRoot).appending(path: "Tests")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let functions = Set(text.matches(of: /func (\w+)\(/).map { String($0.1) })
      for suite in text.matches(of: /(?:struct|class|extension) (\w+Tests)/) {
        tests[String(suite.1), default: []].formUnion(functions)
      }
    }
    return tests
  }
}
