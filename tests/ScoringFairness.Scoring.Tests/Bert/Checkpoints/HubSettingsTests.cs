using ScoringFairness.Scoring.Bert.Checkpoints;
using ScoringFairness.Scoring.Bert.Checkpoints.Hub;
using ScoringFairness.Scoring.Bert.Training;

namespace ScoringFairness.Scoring.Tests.Bert.Checkpoints;

public sealed class HubSettingsTests
{
    [Theory]
    [InlineData("HF_HUB_CACHE=/a/b;HF_HOME=/c", "/a/b", "HF_HUB_CACHE")]
    [InlineData("HF_HOME=/c", "/c/hub", "hub under HF_HOME")]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub", "huggingface/hub under XDG_CACHE_HOME")]
    public void The_cache_lies_where_the_hub_s_own_tools_have_it(string variables, string cache, string words)
    {
        var settings = Read(variables);
        Assert.Equal((cache, words), (settings.Cache, settings.CacheInWords));
        Assert.Equal((new Uri("https://huggingface.co/"), null, false), (settings.Endpoint, settings.Token, settings.Offline));
    }

    [Fact]
    public void Without_variables_the_cache_lies_in_the_user_s_home() =>
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache/huggingface/hub"), Read("").Cache);

    [Theory]
    [InlineData("1", true)]
    [InlineData("ON", true)]
    [InlineData("True", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Offline_is_a_word_of_consent(string word, bool offline) => Assert.Equal(offline, Read($"HF_HUB_OFFLINE={word}").Offline);

    [Theory]
    [InlineData("huggingface.co")]
    [InlineData("ftp://huggingface.co")]
    [InlineData("file:///etc")]
    [InlineData("https://user:secret@huggingface.co")]
    [InlineData("https://huggingface.co/?a=b")]
    public void An_endpoint_that_is_no_address_is_refused_without_being_quoted(string endpoint)
    {
        var refused = Assert.Throws<FormatException>(() => Read($"HF_ENDPOINT={endpoint}"));
        Assert.Contains("HF_ENDPOINT", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_options_does_not_tell_the_token() =>
        Assert.DoesNotContain("hf_secret", new BertOptions { Hub = Read("HF_TOKEN=hf_secret") }.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("hf:google-bert/bert-base-uncased", "google-bert", "bert-base-uncased", "main")]
    [InlineData("hf:a/b@v1.0", "a", "b", "v1.0")]
    [InlineData("hf:a/b@refs/pr/1", "a", "b", "refs/pr/1")]
    [InlineData("hf:A_b.c/d-e_f.g@feature/x", "A_b.c", "d-e_f.g", "feature/x")]
    public void Names_are_read(string checkpoint, string owner, string name, string revision)
    {
        Assert.Equal(new CheckpointName.Hub(owner, name, revision), CheckpointName.Parse(checkpoint));
        Assert.Equal(checkpoint, CheckpointName.Parse(checkpoint)!.ToString());
        Assert.Empty(BertDefaults.For(checkpoint).Problems());
    }

    [Theory]
    [InlineData("hf:bert-base-uncased")]
    [InlineData("hf:../etc")]
    [InlineData("hf:a/..")]
    [InlineData("hf:a/b/c")]
    [InlineData("hf:a/b@")]
    [InlineData("hf:a/b@..")]
    [InlineData("hf:a/b@../../x")]
    [InlineData("hf:a/b@x/../y")]
    [InlineData("hf:a/b@x//y")]
    [InlineData("hf:a/b@/x")]
    [InlineData("hf:a/b@x?y")]
    [InlineData("hf:a/b?x")]
    [InlineData("hf:a/b%2fc")]
    [InlineData("hf:a--b/c")]
    [InlineData("hf:a/b--c")]
    [InlineData("hf:.a/b")]
    [InlineData("hf:a/b\n")]
    [InlineData("hf:a/b@main\n")]
    [InlineData("hf:http://elsewhere/a/b")]
    [InlineData("hf:elsewhere:80/b")]
    public void Names_that_lead_elsewhere_are_no_checkpoints(string checkpoint)
    {
        Assert.Null(CheckpointName.Parse(checkpoint));
        Assert.Contains(new BertOptions { Checkpoint = checkpoint }.Problems(), problem => problem.StartsWith("checkpoint ", StringComparison.Ordinal));
    }

    private static HubSettings Read(string variables)
    {
        var pairs = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return HubSettings.From(name => pairs.GetValueOrDefault(name));
    }
}
