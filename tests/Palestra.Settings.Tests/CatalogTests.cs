using Bad = Palestra.Settings.Tests.BadGroups;

namespace Palestra.Settings.Tests;

public sealed class CatalogTests
{
    [Fact]
    public void Specs_carry_what_the_annotations_say()
    {
        var spec = Sample.Catalog.Find("sample.sink.interval")!;
        Assert.Equal(SettingType.Duration, spec.Type);
        Assert.Equal("GYM_SAMPLE_SINK_INTERVAL", spec.Env);
        Assert.Equal("5", spec.DefaultText);
        Assert.Equal((0.1, 3600), (spec.Min, spec.Max));
        Assert.Equal("a number from 0.1 to 3600 s", spec.AllowedText);
        Assert.Equal("sample.sink.batch_size", Sample.Catalog.FindByEnv("GYM_SINK_BATCH_SIZE")!.Key);
        Assert.Equal(["fast-lane-only", "dual-path"], Sample.Catalog.Find("sample.sink.mode")!.Allowed);
        Assert.Equal(Sample.Catalog.Keys.Order(StringComparer.Ordinal), Sample.Catalog.Keys);
    }

    [Theory]
    [InlineData(typeof(Bad.NoGroup), "NoGroup has no [SettingsGroup]")]
    [InlineData(typeof(Bad.NotARecord), "NotARecord is not a sealed record")]
    [InlineData(typeof(Bad.NotSealed), "NotSealed is not a sealed record")]
    [InlineData(typeof(Bad.NoConstructor), "NoConstructor has no constructor without parameters")]
    [InlineData(typeof(Bad.BadPrefix), "BadPrefix has the prefix 'Bad.Prefix'")]
    [InlineData(typeof(Bad.MisspeltKey), "MisspeltKey.Value has the name 'Batch-Size'")]
    [InlineData(typeof(Bad.BadEnv), "BadEnv.Value has the environment name 'PALESTRA_X'")]
    [InlineData(typeof(Bad.SameKey), "Key 'bad.x' is declared more than once: by SameKey.One and SameKey.Two")]
    [InlineData(typeof(Bad.SameEnv), "Environment name 'GYM_X' is declared more than once: by SameEnv.One and SameEnv.Two")]
    [InlineData(typeof(Bad.KeyInsideKey), "Key 'bad.x' of KeyInsideKey.One is also the first part of key 'bad.x.y'")]
    [InlineData(typeof(Bad.MinAboveMax), "MinAboveMax.Value has an impossible range: the smallest value 5 is above the largest 2")]
    [InlineData(typeof(Bad.DefaultOutside), "DefaultOutside.Value has the default '9', which is too large; allowed is a whole number from 1 to 5 steps")]
    [InlineData(typeof(Bad.DefaultNotAllowed), "DefaultNotAllowed.Value has the default 'c'")]
    [InlineData(typeof(Bad.DefaultUndefinedWord), "DefaultUndefinedWord.Value has the default '77'")]
    [InlineData(typeof(Bad.DefaultNull), "DefaultNull.Value has no default")]
    [InlineData(typeof(Bad.DefaultNotFinite), "DefaultNotFinite.Value has the default 'NaN', which is not a finite number")]
    [InlineData(typeof(Bad.NumberWithoutUnit), "NumberWithoutUnit.Value is a number without a unit")]
    [InlineData(typeof(Bad.DurationWithoutUnit), "DurationWithoutUnit.Value is a duration in the unit ''")]
    [InlineData(typeof(Bad.UnsupportedType), "UnsupportedType.Value has the type Single")]
    [InlineData(typeof(Bad.FlagsType), "FlagsType.Value has the type FileAttributes")]
    [InlineData(typeof(Bad.NoDescription), "NoDescription.Value has no description")]
    [InlineData(typeof(Bad.Mutable), "Mutable.Value is not an init property")]
    [InlineData(typeof(Bad.GetOnly), "GetOnly.Value is not an init property")]
    [InlineData(typeof(Bad.Unannotated), "Unannotated.Value can be set but has no [Setting]")]
    [InlineData(typeof(Bad.RangeOnText), "RangeOnText.Value has a range")]
    [InlineData(typeof(Bad.AllowedOnNumber), "AllowedOnNumber.Value has a list of allowed texts")]
    [InlineData(typeof(Bad.SecretWithDefault), "SecretWithDefault.Value is secret and has a default")]
    [InlineData(typeof(Bad.SecretInText), "SecretInText.Value is secret, but ToString of SecretInText prints it")]
    [InlineData(typeof(Bad.KillSwitchNotHot), "KillSwitchNotHot.Value is a kill switch; a kill switch is a hot bool")]
    [InlineData(typeof(Bad.KillSwitchNotBool), "KillSwitchNotBool.Value is a kill switch; a kill switch is a hot bool")]
    [InlineData(typeof(Bad.KillSwitchOff), "KillSwitchOff.Value is a kill switch whose default is false")]
    public void A_wrong_declaration_fails_at_once_and_names_the_property(Type group, string expected)
    {
        var error = Assert.Single(Assert.Throws<SettingsCatalogException>(() => SettingsCatalog.Of(group)).Errors);
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_declarations_are_reported_together()
    {
        var refused = Assert.Throws<SettingsCatalogException>(
            () => SettingsCatalog.Of(typeof(Bad.NoDescription), typeof(Bad.Mutable), typeof(SampleSettings)));
        Assert.Equal(2, refused.Errors.Count);
        Assert.All(refused.Errors, error => Assert.Contains(error, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_group_given_twice_counts_once() =>
        Assert.Single(SettingsCatalog.Of(typeof(SampleSecrets), typeof(SampleSecrets)).Specs);

    [Fact]
    public void The_common_groups_are_a_valid_catalogue()
    {
        var catalog = SettingsCatalog.Of(CommonSettings.Groups);
        Assert.Equal("GYM_DATA_DIR", catalog.Find(PathSettings.DataDirKey)!.Env);
        Assert.Equal("GYM_DEFAULT_SEED", catalog.Find("run.default_seed")!.Env);
    }
}
