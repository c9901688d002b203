import Testing

@testable import Access

@Suite struct KeyFileTests {
  private let hash = "sha256:" + String(repeating: "0a", count: 32)
  private let scopes: Set = ["losses", "boxes"]

  @Test func lines_AreKeys() throws {
    let text = "# keys\n\na \(hash)\r\nb.c_d-1 \(hash) scopes=losses,boxes quota=10/s,1MiB/m # mine\n"
    let keys = try KeyFile.keys(in: text, scopes: scopes)
    #expect(keys.map(\.name) == ["a", "b.c_d-1"])
    #expect(keys.map { KeyFile.hash($0.digest) } == [hash, hash])
    #expect(keys[0].scopes == nil && keys[0].quota == nil)
    #expect(keys[0].opens("boxes") && keys[0].opens("anything"))
    #expect(keys[1].opens("boxes") && !keys[1].opens("anchors"))
    #expect(keys[1].quota?.description == "10/s,1MiB/m")
    #expect(try KeyFile.keys(in: "", scopes: scopes).isEmpty)
  }

  @Test(arguments: [
    ("a", "it must begin with a name"), ("a b", "the hash must be"), ("ä sha256:00", "it must begin with a name"),
    ("a HASH scopes", "neither scopes=… nor quota=…"), ("a HASH scope=losses", "neither scopes=… nor quota=…"),
    ("a HASH scopes=loses", "there is no scope loses; there are boxes, losses"), ("a HASH quota=1", "quota must be"),
    ("a HASH quota=", "neither"), ("a HASH HASH", "neither"),
  ])
  func faults_AreNamedWithTheirLine(_ line: String, _ reason: String) {
    let text = "# keys\n" + line.replacing("HASH", with: hash)
    let failure = #expect(throws: KeyFile.Failure.self) { try KeyFile.keys(in: text, scopes: scopes) }
    #expect(failure?.line == 2)
    #expect(failure?.reason.contains(reason) == true, "\(failure?.reason ?? "")")
  }

  @Test func number_OfKeysIsBounded() {
    let text = String(repeating: "a \(hash)\n", count: 4097)
    #expect(throws: KeyFile.Failure(line: 4097, reason: "there are more than 4096 keys")) {
      try KeyFile.keys(in: text, scopes: scopes)
    }
  }
}
