namespace Platform.Model.Corpus.PersonalData;

/// <summary>What is taken out of texts. The name in capitals is the mark that is left: <c>[PHONE]</c>, <c>[NAME2]</c>.</summary>
public enum PersonalDataKind
{
    Email,

    /// <summary>Mobile and landline numbers of mainland China, and numbers written in the international or North American way.</summary>
    Phone,

    /// <summary>The 18-digit number of the Chinese identity card, with a right check digit.</summary>
    Id,

    /// <summary>13 to 19 digits that pass Luhn's check.</summary>
    Card,

    /// <summary>What follows a word such as QQ, 微信, 账号, passport number.</summary>
    Account,

    /// <summary>A person's name where the words around it say so.</summary>
    Name,
}
