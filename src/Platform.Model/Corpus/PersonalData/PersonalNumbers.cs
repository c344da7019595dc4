using System.Text.RegularExpressions;

namespace Platform.Model.Corpus.PersonalData;

/// <summary>Finds addresses and numbers by their form, checked where they carry a check digit.</summary>
internal static partial class PersonalNumbers
{
    private const int Timeout = 10_000;

    public static IEnumerable<PersonalDataSpan> Find(string text)
    {
        foreach (Match found in Email().Matches(text))
            yield return new(PersonalDataKind.Email, found.Index, found.Length);
        foreach (Match found in Identity().Matches(text))
            if (CheckDigits.IsIdentity(found.ValueSpan))
                yield return new(PersonalDataKind.Id, found.Index, found.Length);
        foreach (Match found in Card().Matches(text))
            if (CheckDigits.IsLuhn(found.ValueSpan))
                yield return new(PersonalDataKind.Card, found.Index, found.Length);
        foreach (var pattern in new[] { Mobile(), Landline(), American(), International() })
            foreach (Match found in pattern.Matches(text))
                yield return new(PersonalDataKind.Phone, found.Index, found.Length);
        foreach (Match found in Account().Matches(text))
            yield return new(PersonalDataKind.Account, found.Groups["value"].Index, found.Groups["value"].Length);
    }

    [GeneratedRegex(@"[A-Za-z0-9][A-Za-z0-9._%+'\-]*@[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?)+", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Email();

    [GeneratedRegex(@"(?<![0-9A-Za-z])[1-9][0-9]{5}[ \-]?(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[ \-]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Identity();

    [GeneratedRegex(@"(?<![0-9A-Za-z.])[3-6](?:[ \-]?[0-9]){12,18}(?![0-9A-Za-z])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Card();

    [GeneratedRegex(@"(?<![0-9A-Za-z.])(?:(?:\+|00)?86[ \-]?)?1[3-9][0-9](?:[ \-]?[0-9]{4}){2}(?![0-9])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Mobile();

    [GeneratedRegex(@"(?<![0-9A-Za-z.\-])(?:[(（]0[1-9][0-9]{1,2}[)）][ \-]?|0[1-9][0-9]{1,2}[ \-]?)[2-9][0-9]{2,3}[ \-]?[0-9]{4}(?![0-9])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Landline();

    [GeneratedRegex(@"(?<![0-9A-Za-z.\-])(?:\+?1[ .\-])?(?:\([0-9]{3}\)[ \-]?|[0-9]{3}[ .\-])[0-9]{3}[ .\-][0-9]{4}(?![0-9])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex American();

    [GeneratedRegex(@"(?<![0-9A-Za-z])\+[1-9][0-9]{0,2}(?:[ \-]?\(?[0-9]{1,5}\)?){2,5}(?![0-9])", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex International();

    /// <summary>The word that says what it is, a few signs such as 号码是; then letters and digits with a digit among them, no amount.</summary>
    [GeneratedRegex(@"(?:号是|号为|QQ|扣扣|企鹅|[Qq]号|微信|威信|薇信|(?<![A-Za-z])(?:wx|vx|wechat|we chat)|加[vV]|[vV]信|支付宝|微博|抖音|快手|小红书|陌陌|钉钉|账号|帐号|账户|帐户|账戶|用户名|登录名|会员号?|昵称|护照|通行证|驾驶证|驾照|军官证|学生证|公积金|社保|医保|社保卡|医保卡|学号|工号|病历号?|住院号?|卡号|银行卡|储蓄卡|信用卡|证件|身份证|passport|account|username|user name|login|member(?:ship)?|licen[cs]e)(?:[^0-9A-Za-z，。；！？,;!?\n]{0,6}[，,]?|[ ]?(?:id|number|no\.?|name)?[ ]*(?:is|[:：=])?[ ]*)(?=[A-Za-z_.\-]{0,20}[0-9])(?<value>[A-Za-z0-9_][A-Za-z0-9_.\-]{4,29})(?![A-Za-z0-9@]|[ ]?[元块万千百个次条天年月日人名位件%％])", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, Timeout)]
    private static partial Regex Account();
}
