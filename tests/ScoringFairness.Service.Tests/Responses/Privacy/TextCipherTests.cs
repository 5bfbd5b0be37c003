using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ScoringFairness.Service.Responses.Privacy;

namespace ScoringFairness.Service.Tests.Responses.Privacy;

/// <summary>Texts are sealed for one response, by one key.</summary>
public sealed class TextCipherTests
{
    private static readonly string One = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string Other = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Theory]
    [InlineData("The coin, it is heavier.")]
    [InlineData("")]
    [InlineData("日本語 naïve 🙂\n\ttabs")]
    public void What_is_sealed_is_opened_and_sealed_again_the_same(string text)
    {
        var cipher = Cipher(One);
        var stored = cipher.Seal(text, "o", "i", "r");
        Assert.Equal(text, cipher.Open(stored, "o", "i", "r"));
        Assert.Equal(stored, cipher.Seal(text, "o", "i", "r"));
        Assert.NotEqual(stored, cipher.Seal(text, "o", "i", "other"));
        if (text.Length > 8)
        {
            Assert.DoesNotContain(text, stored, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Another_response_another_key_and_a_changed_byte_do_not_open_it()
    {
        var stored = Cipher(One).Seal("a text", "o", "i", "r");
        Assert.ThrowsAny<CryptographicException>(() => Cipher(One).Open(stored, "o", "i", "r2"));
        Assert.ThrowsAny<CryptographicException>(() => Cipher(Other).Open(stored, "o", "i", "r"));
        Assert.ThrowsAny<CryptographicException>(() => Cipher().Open(stored, "o", "i", "r"));
        var bytes = Convert.FromBase64String(stored[1..]);
        bytes[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => Cipher(One).Open(stored[0] + Convert.ToBase64String(bytes), "o", "i", "r"));
    }

    [Fact]
    public void After_a_change_of_keys_the_new_one_seals_and_the_old_one_still_opens()
    {
        var before = Cipher(One).Seal("a text", "o", "i", "r");
        var both = Cipher(Other, One);
        Assert.Equal("a text", both.Open(before, "o", "i", "r"));
        Assert.Equal("a text", Cipher(Other).Open(both.Seal("a text", "o", "i", "r"), "o", "i", "r"));
    }

    private static TextCipher Cipher(params string[] keys) => new(Options.Create(new PrivacySettings { TextKeys = keys }));
}
