using Platform.Model.Architectures;
using Platform.Model.Checkpoints;
using Platform.Model.Layers;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Checkpoints;

/// <summary>The many ways in which config.json has been written over the years.</summary>
public sealed class ConfigReaderTests
{
    private const string Sizes = """ "vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4, "rms_norm_eps": 1e-5 """;

    [Fact]
    public void What_a_Llama_config_leaves_out_takes_the_familys_default()
    {
        var config = Read("llama");

        config.KeyValueHeads.ShouldBe(4);
        config.HeadSize.ShouldBe(8);
        config.Context.ShouldBe(2048);
        config.RotaryBase.ShouldBe(10_000);
        config.RotaryScaling.ShouldBeNull();
        config.TiedHead.ShouldBeFalse();
        config.NormEpsilon.ShouldBe(1e-5);
    }

    [Fact]
    public void A_head_that_is_missing_is_tied_unless_the_config_says_otherwise()
    {
        Read("llama", hasHead: false).TiedHead.ShouldBeTrue();
        Read("llama", """, "tie_word_embeddings": false """, hasHead: false).TiedHead.ShouldBeFalse();
        Read("qwen3", """, "tie_word_embeddings": true """).TiedHead.ShouldBeTrue();
        Read("yuan").TiedHead.ShouldBeTrue();
    }

    [Fact]
    public void The_families_differ_in_biases_norms_and_head_size()
    {
        Read("qwen2").QueryKeyValueBias.ShouldBeTrue();
        Read("qwen2").Context.ShouldBe(32768);
        Read("qwen3").QueryKeyNorm.ShouldBeTrue();
        Read("qwen3").HeadSize.ShouldBe(128);
        Read("qwen3", """, "head_dim": null """).HeadSize.ShouldBe(8);
        Read("qwen3", """, "head_dim": 16, "num_key_value_heads": 2 """).HeadSize.ShouldBe(16);
        Read("yuan", """, "model_max_length": 4096 """).Context.ShouldBe(4096);
    }

    [Theory]
    [InlineData(""" "rope_theta": 500000, "rope_scaling": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192} """)]
    [InlineData(""" "rope_theta": 5e5, "rope_scaling": {"type": "llama3", "rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4, "original_max_position_embeddings": 8192} """)]
    [InlineData(""" "rope_parameters": {"rope_theta": 500000.0, "rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192} """)]
    [InlineData(""" "rope_theta": 500000, "rope_scaling": null, "rope_parameters": {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192} """)]
    public void Rotary_settings_are_read_in_their_old_and_new_places(string settings)
    {
        var config = Read("llama", $", {settings}");

        config.RotaryBase.ShouldBe(500_000);
        config.RotaryScaling.ShouldBe(new RotaryScaling(8, 1, 4, 8192));
    }

    [Fact]
    public void Rope_that_is_scaled_linearly_turns_all_pairs_more_slowly()
    {
        var scaling = Read("llama", """, "rope_scaling": {"type": "linear", "factor": 2.0} """).RotaryScaling;

        RotaryEmbedding.Frequencies(8, 10_000, scaling).ShouldBe(RotaryEmbedding.Frequencies(8, 10_000, null).Select(f => f / 2));
        Read("qwen2", """, "rope_parameters": {"rope_type": "default", "rope_theta": 1e6} """).RotaryScaling.ShouldBeNull();
    }

    [Theory]
    [InlineData("llama", """ "rope_scaling": {"rope_type": "yarn", "factor": 4} """, "yarn")]
    [InlineData("llama", """ "rope_scaling": {"type": "dynamic", "factor": 4} """, "dynamic")]
    [InlineData("llama", """ "rope_scaling": {"rope_type": "llama3", "factor": 8} """, "low_freq_factor")]
    [InlineData("llama", """ "rope_scaling": "llama3" """, "an object")]
    [InlineData("llama", """ "partial_rotary_factor": 0.5 """, "partial_rotary_factor")]
    [InlineData("llama", """ "attention_bias": true """, "attention_bias")]
    [InlineData("llama", """ "mlp_bias": true """, "mlp_bias")]
    [InlineData("qwen3", """ "attention_bias": true """, "attention_bias")]
    [InlineData("llama", """ "hidden_act": "gelu" """, "gelu")]
    [InlineData("llama", """ "quantization_config": {"quant_method": "awq"} """, "quantization_config")]
    [InlineData("llama", """ "num_local_experts": 8 """, "mixture")]
    [InlineData("llama", """ "num_key_value_heads": 3 """, "3 key/value heads")]
    [InlineData("llama", """ "head_dim": 7 """, "7")]
    [InlineData("llama", """ "hidden_size": 30 """, "multiple")]
    [InlineData("llama", """ "hidden_size": 30.5 """, "whole number")]
    [InlineData("llama", """ "hidden_size": -8 """, "-8")]
    [InlineData("llama", """ "num_attention_heads": 0 """, "0")]
    [InlineData("llama", """ "num_hidden_layers": null """, "num_hidden_layers")]
    [InlineData("llama", """ "rms_norm_eps": "small" """, "a number")]
    [InlineData("llama", """ "tie_word_embeddings": "yes" """, "true or false")]
    [InlineData("llama", """ "architectures": ["LlamaForSequenceClassification"] """, "LlamaForSequenceClassification")]
    [InlineData("qwen2", """ "use_sliding_window": true, "sliding_window": 128, "max_window_layers": 1 """, "sliding-window")]
    [InlineData("qwen3", """ "use_sliding_window": true, "sliding_window": 128, "layer_types": ["full_attention", "sliding_attention"] """, "sliding-window")]
    [InlineData("qwen3_moe", "\"x\": 1", "qwen3_moe")]
    [InlineData("gpt2", "\"x\": 1", "gpt2")]
    [InlineData("yuan", """ "use_shareqk": true """, "use_shareqk")]
    public void What_would_be_computed_otherwise_is_refused_by_name(string type, string settings, string named) =>
        Should.Throw<InvalidDataException>(() => Read(type, $", {settings}")).Message.ShouldContain(named);

    [Theory]
    [InlineData("qwen2", """ "use_sliding_window": false, "sliding_window": 128, "max_window_layers": 0 """)]
    [InlineData("qwen2", """ "use_sliding_window": true, "sliding_window": 128, "max_window_layers": 2 """)]
    [InlineData("qwen2", """ "use_sliding_window": true, "sliding_window": 512, "max_window_layers": 0, "max_position_embeddings": 512 """)]
    [InlineData("qwen3", """ "sliding_window": null, "layer_types": ["full_attention", "full_attention"], "attention_bias": false """)]
    [InlineData("llama", """ "hidden_act": "silu", "pretraining_tp": 2, "dtype": "bfloat16", "rope_scaling": {"rope_type": "default"} """)]
    public void Settings_that_change_nothing_are_taken(string type, string settings) => Read(type, $", {settings}").Layers.ShouldBe(2);

    [Fact]
    public void The_architecture_names_the_family_where_the_type_is_missing() =>
        ConfigReader.Read($$"""{ "architectures": ["Qwen2ForCausalLM"], {{Sizes}} }""", hasHead: true).Family.ShouldBe(DecoderFamily.Qwen2);

    private static DecoderConfig Read(string type, string more = "", bool hasHead = true) =>
        ConfigReader.Read($$"""{ "model_type": "{{type}}", {{Sizes}} {{more}} }""", hasHead);
}
