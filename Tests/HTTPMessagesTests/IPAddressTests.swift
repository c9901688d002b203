import HTTPMessages
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: ["192.0.2.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1", "fe80::1:2:3:4"])
  func text_ComesBack(_ text: String) { #expect(IPAddress(text)?.description == text) }

  @Test(arguments: ["", "a", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4:80", "[::1]", "::1%eth0", "1.2.3.4 "])
  func otherTexts_AreNone(_ text: String) { #expect(IPAddress(text) == nil) }

  @Test func mappedAddress_IsTheIPv4One() {
    #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
    #expect(IPAddress("::ffff:192.0.2.1")?.isV4 == true)
    #expect(IPAddress("::192.0.2.1")?.isV4 == false)
  }

  @Test func household_IsHalfOfIPv6() {
    #expect(IPAddress("2001:db8:1:2:3:4:5:6")?.household == IPAddress("2001:db8:1:2::"))
    #expect(IPAddress("192.0.2.1")?.household == IPAddress("192.0.2.1"))
  }

  @Test func prefix_ClearsTheBitsBehindIt() {
    let (v4, v6) = (IPAddress("255.255.255.255"), IPAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))
    #expect(
      [0, 1, 8, 31, 32].map { v4?.prefix($0).description } == [
        "0.0.0.0", "128.0.0.0", "255.0.0.0", "255.255.255.254", "255.255.255.255",
      ])
    #expect(
      [0, 16, 64, 65, 127, 128].map { v6?.prefix($0).description } == [
        "::", "ffff::", "ffff:ffff:ffff:ffff::", "ffff:ffff:ffff:ffff:8000::",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
      ])
  }
}
