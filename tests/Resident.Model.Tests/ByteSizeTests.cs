namespace Resident.Model.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.50 KiB")]
    [InlineData(655_360, "640 KiB")]
    [InlineData(-12_897_485, "-12.3 MiB")]
    public void ToString_PicksTheUnit(long bytes, string expected) =>
        Assert.Equal(expected, new ByteSize(bytes).ToString());

    [Fact]
    public void Add_PastTheLargest_Throws() =>
        Assert.Throws<OverflowException>(static () => new ByteSize(long.MaxValue) + new ByteSize(1));
}
