using System.Security.Cryptography;
using Resident.Web.Reports;

namespace Resident.Web.Tests.Reports;

public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1")]
    public void Compute_ThePublishedExamples_GivesTheirHashes(string text, string hash) =>
        Assert.Equal(hash, Convert.ToHexString(Sha256.Compute(System.Text.Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Compute_AnyLength_IsWhatTheSystemsOwnGives()
    {
        byte[] data = [.. Enumerable.Range(0, 300).Select(static i => (byte)(i * 7 % 256))];

        for (int length = 0; length <= data.Length; length++)
        {
            Assert.Equal(SHA256.HashData(data.AsSpan(0, length)), Sha256.Compute(data.AsSpan(0, length)));
        }
    }
}
