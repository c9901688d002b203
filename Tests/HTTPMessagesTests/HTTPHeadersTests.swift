import HTTPMessages
import Testing

@Suite struct HTTPHeadersTests {
  @Test func names_CompareWithoutCase() {
    let headers: HTTPHeaders = ["Content-Type": "application/json"]
    #expect(headers["content-TYPE"] == "application/json")
    #expect(headers["Content"] == nil)
  }

  @Test func letters_AreFoldedAndNothingElse() {
    #expect("aZ-[".equalsIgnoringASCIICase("Az-["))
    // 0x40 and 0x60, 0x5B and 0x7B differ by the same bit as A and a.
    #expect(!"@".equalsIgnoringASCIICase("`"))
    #expect(!"[".equalsIgnoringASCIICase("{"))
    #expect(!"Ä".equalsIgnoringASCIICase("ä"))
  }

  @Test func setting_ReplacesEveryLine() {
    var headers = HTTPHeaders()
    headers.append(name: "Accept", value: "a")
    headers.append(name: "accept", value: "b")
    #expect(headers.values(of: "ACCEPT") == ["a", "b"])
    #expect(headers["Accept"] == "a")
    headers["Accept"] = "c"
    #expect(headers.values(of: "Accept") == ["c"])
    headers["Accept"] = nil
    #expect(headers["Accept"] == nil)
  }

  @Test func order_IsKept() {
    let headers: HTTPHeaders = ["B": "1", "A": "2", "b": "3"]
    #expect(headers.map(\.name) == ["B", "A", "b"])
  }
}
