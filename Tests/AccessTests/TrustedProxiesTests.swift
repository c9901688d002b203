import HTTPMessages
import Testing

@testable import Access

@Suite struct TrustedProxiesTests {
  private func origin(_ trusted: String, _ peer: String, _ fields: [(String, String)]) throws -> String? {
    var headers = HTTPHeaders()
    for (name, value) in fields { headers.append(name: name, value: value) }
    let proxies = trusted.isEmpty ? TrustedProxies.none : try #require(TrustedProxies(trusted))
    let head = HTTPRequestHead(method: .get, path: "/", headers: headers)
    return proxies.origin(of: head, from: IPAddress(peer))?.description
  }

  @Test(arguments: ["10.0.0.0/8", "::1", "10.0.0.1, 2001:db8::/32,unix", "0.0.0.0/0"])
  func lists_AreRead(_ text: String) { #expect(TrustedProxies(text) != nil) }

  @Test(arguments: ["", "a", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "10.0.0.1,", "::1/129", "10.0.0.0/8/8"])
  func otherTexts_AreNone(_ text: String) { #expect(TrustedProxies(text) == nil) }

  @Test func networks_HoldWhatBeginsLikeThem() throws {
    let network = try #require(IPNetwork("10.1.0.0/16"))
    #expect(["10.1.0.0", "10.1.255.255"].allSatisfy { IPAddress($0).map(network.contains) == true })
    #expect(["10.2.0.0", "11.1.0.0", "::", "::a01:0"].allSatisfy { IPAddress($0).map(network.contains) == false })
    #expect(IPAddress("::1").map { IPNetwork("0.0.0.0/0")?.contains($0) == false } == true)
  }

  @Test func fields_OfOthersAreNotBelieved() throws {
    #expect(try origin("", "10.0.0.1", [("X-Forwarded-For", "192.0.2.9")]) == "10.0.0.1")
    #expect(try origin("10.0.0.0/8", "11.0.0.1", [("X-Forwarded-For", "192.0.2.9")]) == "11.0.0.1")
    #expect(try origin("unix", "10.0.0.1", [("Forwarded", "for=192.0.2.9")]) == "10.0.0.1")
  }

  @Test func nearest_UntrustedHopIsTheClient() throws {
    for (list, wanted) in [
      ("192.0.2.9", "192.0.2.9"), ("198.51.100.1, 192.0.2.9", "192.0.2.9"), ("192.0.2.9, 10.0.0.7", "192.0.2.9"),
      ("192.0.2.9:4711", "192.0.2.9"), ("[2001:db8::1]:80", "2001:db8::1"), ("2001:db8::1", "2001:db8::1"),
      // Before what is no address nothing can be believed.
      ("192.0.2.9, unknown", "10.0.0.1"), ("192.0.2.9, unknown, 10.0.0.7", "10.0.0.7"), ("", "10.0.0.1"),
      ("192.0.2.9,,10.0.0.7", "10.0.0.7"), ("10.0.0.5, 10.0.0.6", "10.0.0.5"),
    ] {
      #expect(try origin("10.0.0.0/8", "10.0.0.1", [("X-Forwarded-For", list)]) == wanted, "\(list)")
    }
    let lines = [("X-Forwarded-For", "192.0.2.9"), ("X-Forwarded-For", "10.0.0.7")]
    #expect(try origin("10.0.0.0/8", "10.0.0.1", lines) == "192.0.2.9")
  }

  @Test func forwarded_IsRFC7239s() throws {
    for (field, wanted) in [
      ("for=192.0.2.9", "192.0.2.9"), ("For=\"[2001:db8::1]:4711\";proto=https", "2001:db8::1"),
      ("by=203.0.113.43;for=192.0.2.9;host=\"a,b;for=1.2.3.4\"", "192.0.2.9"),
      ("for=198.51.100.1, for=192.0.2.9, for=10.0.0.7", "192.0.2.9"), ("for=_hidden", "10.0.0.1"),
      ("proto=https", "10.0.0.1"), ("for=192.0.2.9, proto=https", "10.0.0.1"), ("for=\"", "10.0.0.1"),
    ] {
      #expect(try origin("10.0.0.0/8", "10.0.0.1", [("Forwarded", field)]) == wanted, "\(field)")
    }
  }

  @Test func fields_ThatDisagreeAreNotBelieved() throws {
    let same = [("Forwarded", "for=192.0.2.9"), ("X-Forwarded-For", "192.0.2.9")]
    #expect(try origin("10.0.0.1", "10.0.0.1", same) == "192.0.2.9")
    let forged = [("Forwarded", "for=192.0.2.1"), ("X-Forwarded-For", "192.0.2.9")]
    #expect(try origin("10.0.0.1", "10.0.0.1", forged) == "10.0.0.1")
  }
}
