// Made from the catalogues by `python -m moderation.web.words.embed`: change moderation/locale/*.po instead.
export const enum Word { body, name, email, url, pinned, picked, staff, insult, hate, advertising, other, loading, failed, retry, none, oldest, newest, more, closed, anonymous, edited, in_reply, in_reply_other, reply, cancel, report, reported, own, pending, approved, refused, only_you, usually, why, edit, withdraw, withdraw_sure, withdrawn, write, write_reply, rules, optional, left, save, send, sending, received, unsent, gone, faults, required }
export const TEXTS = {
  "ar": "التعليق|الاسم|البريد الإلكتروني|الموقع الإلكتروني|مثبّت|اختيار المحررين|هيئة التحرير|شتم أو إهانة|كراهية أو تحريض|إعلان|سبب آخر|جارٍ تحميل التعليقات…|تعذّر تحميل التعليقات.|إعادة المحاولة|لا تعليقات بعد|الأقدم أولًا|الأحدث أولًا|المزيد من التعليقات|باب التعليق مغلق في هذه الصفحة.|بلا اسم|معدَّل|ردًّا على|ردًّا على تعليق آخر|ردّ|إلغاء|إبلاغ|شكرًا. سينظر فيه أحد المشرفين.|تعليقك|قيد المراجعة|منشور|غير منشور|لا يظهر إلا لك، في هذا المتصفح.|المدة المعتادة: #|السبب والطعن|تعديل|سحب|لا يمكن التراجع عن ذلك.|تم سحب تعليقك.|أضف تعليقًا|كتابة ردّ|لا يُنشر بريدك الإلكتروني أبدًا. الحقول المعلَّمة بعلامة * إلزامية.|(اختياري)|الأحرف المتبقية: #|حفظ الاسم والبريد الإلكتروني والموقع في هذا المتصفح|إرسال التعليق|جارٍ الإرسال…|شكرًا لك. وصلنا تعليقك، وسيظهر هنا بعد مراجعته.|تعذّر الإرسال. ما كُتب محفوظ؛ يُرجى المحاولة من جديد.|التعليق المردود عليه لم يعد موجودًا.|هناك شيء ناقص أو غير صحيح.|هذا الحقل إلزامي.",
  "en": "Comment|Name|E-mail|Website|Pinned|Editors’ pick|Editorial team|Insult|Hatred or incitement|Advertising|Another reason|Loading the comments …|The comments could not be loaded.|Try again|No comments yet|Oldest first|Newest first|More comments|Comments are closed on this page.|Anonymous|edited|In reply to|In reply to another comment|Reply|Cancel|Report|Thank you. A person will look at it.|Your comment|waiting for review|published|not published|Only you see it, in this browser.|Usual waiting time: #|Reason and objection|Edit|Withdraw|This cannot be undone.|Your comment has been withdrawn.|Write a comment|Write a reply|Your e-mail address is never published. Fields marked with * are required.|(optional)|Characters left: #|Remember my name, e-mail and website in this browser|Send comment|Sending …|Thank you. Your comment has been received. It will appear here once it has been reviewed.|This could not be sent. What you typed is kept; please try again.|The comment you were answering is not there any more.|Something is missing or not right.|Please fill in this field.",
  "fr": "Commentaire|Nom|Adresse e-mail|Site web|Épinglé|Choix de la rédaction|Rédaction|Insulte|Haine ou incitation|Publicité|Autre motif|Chargement des commentaires…|Les commentaires n’ont pas pu être chargés.|Réessayer|Aucun commentaire pour l’instant|Du plus ancien au plus récent|Du plus récent au plus ancien|Plus de commentaires|Les commentaires sont fermés sur cette page.|Anonyme|modifié|En réponse à|En réponse à un autre commentaire|Répondre|Annuler|Signaler|Merci. Une personne va l’examiner.|Votre commentaire|en attente de relecture|publié|non publié|Visible de vous seulement, dans ce navigateur.|Délai habituel : #|Motif et contestation|Modifier|Retirer|Cette action est définitive.|Votre commentaire a été retiré.|Écrire un commentaire|Écrire une réponse|Votre adresse e-mail n’est jamais publiée. Les champs marqués d’un * sont obligatoires.|(facultatif)|Caractères restants : #|Mémoriser mon nom, mon e-mail et mon site dans ce navigateur|Envoyer le commentaire|Envoi en cours…|Merci. Votre commentaire a bien été reçu. Il apparaîtra ici une fois relu.|L’envoi a échoué. Votre texte est conservé ; veuillez réessayer.|Le commentaire auquel vous répondiez n’existe plus.|Quelque chose manque ou n’est pas correct.|Ce champ est obligatoire."
};
export const COUNTS = {
  "ar": {
    "few": "# تعليقات",
    "many": "# تعليقًا",
    "one": "تعليق واحد",
    "other": "# تعليق",
    "two": "تعليقان",
    "zero": "لا تعليقات"
  },
  "en": {
    "one": "# comment",
    "other": "# comments"
  },
  "fr": {
    "one": "# commentaire",
    "other": "# commentaires"
  }
};
